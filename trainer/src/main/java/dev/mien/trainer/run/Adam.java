// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import dev.mien.trainer.network.ExpressionNetwork;
import dev.mien.trainer.network.Parameters;
import dev.mien.trainer.weights.StoredTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Adam (Kingma and Ba 2015), the weight decay added to the gradient as in PyTorch. PyTorch's own is
 * not taken, because its moments cannot be reached from Java, and a run could not be resumed.
 */
final class Adam implements AutoCloseable {

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;
  private static final String FIRST = "adam.first.";
  private static final String SECOND = "adam.second.";

  /** A table of biases, as Swin has, has the shape of a kernel but mixes nothing. */
  private static final String BIAS_TABLE = "_bias_table";

  private record Moments(Tensor first, Tensor second) {}

  private final Parameters parameters;
  private final double weightDecay;
  private final double headRate;
  private final List<String> names;
  private final Map<String, Moments> moments = new LinkedHashMap<>();

  /** Takes over the weights that can learn. */
  Adam(Parameters parameters, double weightDecay, double headRate) {
    this.parameters = parameters;
    this.weightDecay = weightDecay;
    this.headRate = headRate;
    this.names =
        parameters.names().stream()
            .filter(name -> !parameters.isBuffer(name) && !parameters.isFrozen(name))
            .toList();
    for (String name : names) {
      Tensor weight = parameters.get(name);
      moments.put(name, new Moments(torch.zeros_like(weight), torch.zeros_like(weight)));
    }
  }

  /** Shortens the gradient to a length, 0 for any, and returns the length that it had. */
  double clip(double most) {
    TensorVector weights = new TensorVector(parameters.trainable().toArray(Tensor[]::new));
    return torch.clip_grad_norm_(weights, most == 0 ? Float.MAX_VALUE : most);
  }

  /** Divides the gradients by what the loss was multiplied with. */
  void unscale(double factor) {
    gradients().forEach(gradient -> gradient.div_(new Scalar(factor)));
  }

  /** Forgets the gradients of a step that is left out. */
  void forget() {
    gradients().forEach(Tensor::zero_);
  }

  private List<Tensor> gradients() {
    return names.stream().map(name -> parameters.get(name).grad()).filter(Tensor::defined).toList();
  }

  /**
   * Changes the weights by their gradients, and forgets these. No gradient may be recorded.
   *
   * @param step from 1
   */
  void step(double learningRate, long step) {
    double bias1 = 1 - Math.pow(BETA1, (double) step);
    double bias2 = 1 - Math.pow(BETA2, (double) step);
    for (String name : names) {
      Tensor weight = parameters.get(name);
      Tensor gradient = weight.grad();
      if (gradient.defined()) {
        double rate = name.startsWith(ExpressionNetwork.HEAD) ? headRate : 1;
        boolean decays = mixesChannels(weight) && !name.endsWith(BIAS_TABLE);
        change(weight, gradient, moments(name), learningRate * rate / bias1, bias2, decays);
        gradient.zero_();
      }
    }
  }

  private void change(
      Tensor weight, Tensor gradient, Moments m, double rate, double bias2, boolean decays) {
    if (weightDecay > 0 && decays) {
      gradient.add_(weight, new Scalar(weightDecay));
    }
    m.first.lerp_(gradient, new Scalar(1 - BETA1));
    m.second.mul_(new Scalar(BETA2)).addcmul_(gradient, gradient, new Scalar(1 - BETA2));
    Tensor deviation = m.second.sqrt().div_(new Scalar(Math.sqrt(bias2))).add_(new Scalar(EPSILON));
    weight.addcdiv_(m.first, deviation, new Scalar(-rate));
  }

  /**
   * Only kernels that mix channels decay. Where normalisation is folded in, a bias, a slope or a
   * kernel of one channel is as large as what it belongs to and gets small gradients: the decay
   * would decide where it goes.
   */
  private static boolean mixesChannels(Tensor weight) {
    return weight.dim() > 1 && weight.size(1) > 1;
  }

  private Moments moments(String name) {
    Moments found = moments.get(name);
    if (found == null) {
      throw new IllegalStateException("the optimizer is closed");
    }
    return found;
  }

  /** Copies the moments, for a checkpoint. */
  Map<String, StoredTensor> stored() {
    Map<String, StoredTensor> stored = new LinkedHashMap<>();
    moments.forEach(
        (name, m) -> {
          stored.put(FIRST + name, StoredTensor.copyOf(m.first));
          stored.put(SECOND + name, StoredTensor.copyOf(m.second));
        });
    return stored;
  }

  /** Takes the moments of a checkpoint. */
  void load(Map<String, StoredTensor> stored) {
    for (String name : names) {
      load(stored, FIRST + name, moments(name).first);
      load(stored, SECOND + name, moments(name).second);
    }
  }

  private static void load(Map<String, StoredTensor> stored, String name, Tensor target) {
    StoredTensor tensor = stored.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("it has no " + name);
    }
    try (Tensor numbers = tensor.toTensor()) {
      target.copy_(numbers);
    }
  }

  @Override
  public void close() {
    moments
        .values()
        .forEach(
            m -> {
              m.first.close();
              m.second.close();
            });
    moments.clear();
  }
}
