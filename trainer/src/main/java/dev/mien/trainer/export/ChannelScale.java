// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.export;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What batch normalisation is once trained: each channel times a factor, plus an offset. */
final class ChannelScale {

  /** What PyTorch adds to the variance. */
  static final double EPSILON = 1e-5;

  private final float[] factors;
  private final float[] offsets;

  ChannelScale(float[] factors, float[] offsets) {
    this.factors = factors;
    this.offsets = offsets;
  }

  /** Reads weight, bias, running_mean and running_var of a normalisation. */
  static ChannelScale ofBatchNorm(String name, Function<String, float[]> parameters) {
    float[] weight = parameters.apply(name + ".weight");
    float[] bias = parameters.apply(name + ".bias");
    float[] mean = parameters.apply(name + ".running_mean");
    float[] variance = parameters.apply(name + ".running_var");
    float[] factors = new float[weight.length];
    float[] offsets = new float[weight.length];
    for (int i = 0; i < factors.length; i++) {
      double factor = weight[i] / Math.sqrt(variance[i] + EPSILON);
      factors[i] = (float) factor;
      offsets[i] = (float) (bias[i] - mean[i] * factor);
    }
    return new ChannelScale(factors, offsets);
  }

  float[] factors() {
    return factors;
  }

  float[] offsets() {
    return offsets;
  }

  /** Returns the weights of a convolution with the scale behind it; outputs come first. */
  float[] weights(float[] weights) {
    int each = weights.length / factors.length;
    float[] scaled = new float[weights.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = weights[i] * factors[i / each];
    }
    return scaled;
  }

  /** Returns the bias of a convolution with the scale behind it; null is none. */
  float[] bias(float @Nullable [] bias) {
    float[] scaled = offsets.clone();
    for (int i = 0; bias != null && i < scaled.length; i++) {
      scaled[i] += bias[i] * factors[i];
    }
    return scaled;
  }
}
