// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import dev.mien.runtime.StageFailure;
import dev.mien.trainer.method.Loss;
import dev.mien.trainer.network.ExpressionNetwork;
import dev.mien.trainer.network.Parameters;
import dev.mien.trainer.network.TorchGraph;
import dev.mien.trainer.weights.StoredTensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The weights, and how one step changes them. It owns all but the weights. */
final class Learner implements AutoCloseable {

  private static final String WEIGHTS = "weights.";
  private static final String AVERAGE = "average.";
  private static final String SCALE = "loss-scale";

  /** What a step gave: the loss, l_cls and l_cons; no numbers, where half precision overflowed. */
  record Step(double loss, double classification, double consistency) {

    boolean hasLoss() {
      return Double.isFinite(loss);
    }

    Step plus(Step other) {
      return new Step(
          loss + other.loss,
          classification + other.classification,
          consistency + other.consistency);
    }
  }

  private final TrainConfig config;
  private final ExpressionNetwork network;
  private final Parameters parameters;
  private final Parameters average;
  private final Loss loss;
  private final Device device;
  private final TorchGraph graph;
  private final Adam adam;
  private final LossScale scale;
  private final int together;

  /** Takes over weights that lie on the device already. */
  Learner(
      TrainConfig config,
      ExpressionNetwork network,
      Parameters parameters,
      Loss loss,
      Device device) {
    this.config = config;
    this.network = network;
    this.parameters = parameters;
    this.loss = loss;
    this.device = device;
    TorchGraph training = TorchGraph.training(parameters, config.precision());
    this.graph = config.method().detached() ? training.detachingMaps() : training;
    boolean normalises = parameters.names().stream().anyMatch(parameters::isBuffer);
    this.together = normalises ? 0 : config.together();
    this.scale = new LossScale(config.precision());
    this.adam = new Adam(parameters, config.weightDecay(), config.headRate());
    try {
      this.average = config.average() > 0 ? copyOf(parameters, network, device) : parameters;
    } catch (RuntimeException e) {
      adam.close();
      throw e;
    }
  }

  private static Parameters copyOf(Parameters weights, ExpressionNetwork network, Device device) {
    Parameters copy = Parameters.initialised(network, 0);
    try {
      copy.to(device);
      copy.load(weights.stored());
      return copy;
    } catch (RuntimeException e) {
      copy.close();
      throw e;
    }
  }

  /** Returns the weights to look at and to keep: their average, where one is asked for. */
  Parameters result() {
    return average;
  }

  /**
   * Changes the weights once.
   *
   * @param firstStage that the inputs are for
   * @param step of the run, from 0
   * @param steps of an epoch
   * @throws StageFailure if the loss is no number any more, and no scale of it can help
   */
  @SuppressWarnings("try") // the scope works by being there
  Step step(Batch batch, int firstStage, long step, int steps) {
    // Layers that draw random numbers draw the same again after a resume.
    torch.manual_seed(config.seed() * 1_000_003L + step);
    double warmth = config.warmth((double) step / steps);
    Step whole = new Step(0, 0, 0);
    try (PointerScope scope = new PointerScope()) {
      Map<String, Tensor> figures = scale.isUsed() ? runningFigures() : Map.of();
      for (Batch part : batch.parts(together)) {
        whole = whole.plus(gradients(part, firstStage, warmth, batch.pictures()));
      }
      if (!whole.hasLoss()) {
        if (!scale.isUsed()) {
          throw new StageFailure(
              "the loss is %s in step %d: lower --lr, or set --clip 1, and begin again"
                  .formatted(whole.loss(), step + 1));
        }
        figures.forEach((name, figure) -> parameters.get(name).copy_(figure));
      }
      change(whole.hasLoss(), step, (int) (step / steps));
    }
    return whole;
  }

  /** Batch normalisation learns in the way forward, from planes that may overflow as well. */
  private Map<String, Tensor> runningFigures() {
    return parameters.names().stream()
        .filter(name -> parameters.isBuffer(name) && !parameters.isFrozen(name))
        .collect(Collectors.toMap(name -> name, name -> parameters.get(name).clone()));
  }

  /** Adds the gradients of a part of a batch, and returns the part's share of the losses. */
  @SuppressWarnings("try") // the scope works by being there
  private Step gradients(Batch part, int firstStage, double warmth, long pictures) {
    try (PointerScope scope = new PointerScope()) {
      Tensor inputs = part.inputs().to(device, ScalarType.Float);
      Tensor targets = part.targets().to(device, ScalarType.Float);
      ExpressionNetwork.Output<Tensor> output = network.applyFrom(firstStage, graph, inputs);
      Loss.Parts losses = loss.of(output.logits(), output.attention(), targets, warmth);
      double share = (double) part.pictures() / pictures;
      losses.total().mul(new Scalar(share * scale.factor())).backward();
      return new Step(
          share * losses.total().item_double(),
          share * losses.classification().item_double(),
          share * losses.consistency().item_double());
    }
  }

  @SuppressWarnings("try") // the guard works by being there
  private void change(boolean isFinite, long step, int epoch) {
    try (NoGradGuard guard = new NoGradGuard()) {
      boolean usable = isFinite && readyGradients();
      if (isFinite) {
        scale.follow(usable);
      } else {
        scale.leaveOut();
      }
      if (!usable) {
        leaveOut(step);
        return;
      }
      adam.step(config.learningRate(epoch, step), step + 1 - scale.leftOut());
      if (average != parameters) {
        follow(step - scale.leftOut());
      }
    }
  }

  private void leaveOut(long step) {
    if (scale.isExhausted()) {
      throw new StageFailure(
          "float16 overflows in step %d, as it did before: begin again with --precision bfloat16, or lower --lr"
              .formatted(step + 1));
    }
    adam.forget();
  }

  /** Returns whether the gradients can be used; if the loss is scaled, they may have overflowed. */
  private boolean readyGradients() {
    if (!scale.isUsed()) {
      if (config.clip() > 0) {
        adam.clip(config.clip());
      }
      return true;
    }
    adam.unscale(scale.factor());
    return Double.isFinite(adam.clip(config.clip()));
  }

  /** The average begins as the weights of the first steps and grows slower later. */
  private void follow(long step) {
    double kept = Math.min(config.average(), (1.0 + step) / (10 + step));
    for (String name : parameters.names()) {
      if (!parameters.isFrozen(name)) {
        average.get(name).detach().lerp_(parameters.get(name), new Scalar(1 - kept));
      }
    }
  }

  /** Copies everything that a later run needs to go on. */
  Map<String, StoredTensor> stored() {
    Map<String, StoredTensor> stored = new LinkedHashMap<>(adam.stored());
    parameters.stored().forEach((name, tensor) -> stored.put(WEIGHTS + name, tensor));
    if (average != parameters) {
      average.stored().forEach((name, tensor) -> stored.put(AVERAGE + name, tensor));
    }
    if (scale.isUsed()) {
      stored.put(SCALE, scale.stored());
    }
    return stored;
  }

  /** Takes what {@link #stored} gave. */
  void load(Map<String, StoredTensor> stored) {
    adam.load(stored);
    parameters.loadAll(weights(stored));
    if (average != parameters) {
      average.loadAll(part(stored, AVERAGE));
    }
    StoredTensor factor = stored.get(SCALE);
    if (factor != null) {
      scale.load(factor);
    }
  }

  /** Returns the weights of the network among what {@link #stored} gave. */
  static Map<String, StoredTensor> weights(Map<String, StoredTensor> stored) {
    return part(stored, WEIGHTS);
  }

  private static Map<String, StoredTensor> part(Map<String, StoredTensor> all, String prefix) {
    return all.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().substring(prefix.length()), Map.Entry::getValue));
  }

  @Override
  public void close() {
    adam.close();
    if (average != parameters) {
      average.close();
    }
  }
}
