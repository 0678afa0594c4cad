// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.weights;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * The networks as the TensorFlow.js package runs them, in plain loops: planes are [x][y][channel],
 * the exchange of x and y included, and kernels are used as they are stored.
 */
final class TransposedReference {

  private final Map<String, Tensor> tensors;
  private final String net;

  TransposedReference(Map<String, Tensor> tensors, String net) {
    this.tensors = tensors;
    this.net = net;
  }

  float[][][] pnet(float[][][] x) {
    x = maxPool(prelu(conv(x, "conv1"), 1), 2, true);
    x = prelu(conv(x, "conv2"), 2);
    return prelu(conv(x, "conv3"), 3);
  }

  float[] rnet(float[][][] x) {
    x = maxPool(prelu(conv(x, "conv1"), 1), 3, true);
    x = maxPool(prelu(conv(x, "conv2"), 2), 3, false);
    return features(prelu(conv(x, "conv3"), 3), 4);
  }

  float[] onet(float[][][] x) {
    x = maxPool(prelu(conv(x, "conv1"), 1), 3, true);
    x = maxPool(prelu(conv(x, "conv2"), 2), 3, false);
    x = maxPool(prelu(conv(x, "conv3"), 3), 2, true);
    return features(prelu(conv(x, "conv4"), 4), 5);
  }

  /** The second number of a softmax over two. */
  static float softmax(float... logits) {
    double face = Math.exp(logits[1]);
    return (float) (face / (Math.exp(logits[0]) + face));
  }

  /** One dense layer, or a convolution of 1 x 1, on one place. */
  float[] dense(float[] in, String layer) {
    float[] weights = values(layer + "/weights");
    float[] out = values(layer + "/bias").clone();
    for (int i = 0; i < in.length; i++) {
      for (int o = 0; o < out.length; o++) {
        out[o] += in[i] * weights[i * out.length + o];
      }
    }
    return out;
  }

  private float[] features(float[][][] x, int prelu) {
    float[] flat = new float[x.length * x[0].length * x[0][0].length];
    int at = 0;
    for (float[][] column : x) {
      for (float[] place : column) {
        System.arraycopy(place, 0, flat, at, place.length);
        at += place.length;
      }
    }
    return prelu(dense(flat, "fc1"), prelu);
  }

  private float[][][] conv(float[][][] in, String layer) {
    Tensor kernels = tensors(layer + "/weights");
    int size = kernels.shape().get(0);
    int channels = kernels.shape().get(2);
    float[][][] out = new float[in.length - size + 1][in[0].length - size + 1][];
    for (int a = 0; a < out.length; a++) {
      for (int b = 0; b < out[0].length; b++) {
        float[] window = new float[size * size * channels];
        for (int i = 0; i < size * size; i++) {
          System.arraycopy(in[a + i / size][b + i % size], 0, window, i * channels, channels);
        }
        out[a][b] = dense(window, layer);
      }
    }
    return out;
  }

  private float[][][] prelu(float[][][] x, int layer) {
    return Arrays.stream(x)
        .map(row -> Arrays.stream(row).map(p -> prelu(p, layer)).toArray(float[][]::new))
        .toArray(float[][][]::new);
  }

  private float[] prelu(float[] x, int layer) {
    float[] slopes = values("prelu" + layer + "_alpha");
    float[] out = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      out[i] = x[i] > 0 ? x[i] : slopes[i] * x[i];
    }
    return out;
  }

  /** Stride 2; with TensorFlow's SAME padding the last window may reach beyond the far edge. */
  private static float[][][] maxPool(float[][][] in, int window, boolean same) {
    int missing = same ? 0 : window - 1;
    float[][][] out = new float[(in.length - missing + 1) / 2][(in[0].length - missing + 1) / 2][];
    for (int a = 0; a < out.length; a++) {
      for (int b = 0; b < out[0].length; b++) {
        out[a][b] = in[2 * a][2 * b].clone();
        for (int i = 0; i < window * window; i++) {
          int u = 2 * a + i / window;
          int v = 2 * b + i % window;
          if (u < in.length && v < in[0].length) {
            raise(out[a][b], in[u][v]);
          }
        }
      }
    }
    return out;
  }

  private static void raise(float[] most, float[] place) {
    for (int c = 0; c < most.length; c++) {
      most[c] = Math.max(most[c], place[c]);
    }
  }

  private Tensor tensors(String name) {
    return Objects.requireNonNull(tensors.get(net + "/" + name));
  }

  private float[] values(String name) {
    return tensors(name).values();
  }
}
