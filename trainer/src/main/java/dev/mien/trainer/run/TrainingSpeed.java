// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import dev.mien.classifier.model.DeviceChoice;
import dev.mien.classifier.model.Preprocessing;
import dev.mien.events.Topics;
import dev.mien.runtime.StageFailure;
import dev.mien.trainer.method.Loss;
import dev.mien.trainer.method.ViewTransform;
import dev.mien.trainer.network.Backbone;
import dev.mien.trainer.network.ExpressionNetwork;
import dev.mien.trainer.network.Parameters;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * How fast a network learns on this machine: steps of the first epoch, all over the same random
 * pictures. Frozen stages are computed in each step, nothing of them is stored. For one thread; it
 * owns native memory.
 */
public final class TrainingSpeed implements AutoCloseable {

  private static final int CLASSES = Topics.DEFAULT_CLASSES.size();

  private final Device device;
  private final Parameters parameters;
  private final Batch batch;
  private final Learner learner;
  private long step;

  private TrainingSpeed(Device device, Parameters parameters, Batch batch, Learner learner) {
    this.device = device;
    this.parameters = parameters;
    this.batch = batch;
    this.learner = learner;
  }

  /**
   * Makes a network with random weights, and a batch for it.
   *
   * @throws StageFailure if the device cannot be used, or not with that precision
   * @throws IllegalArgumentException if there is no such backbone or stage
   */
  public static TrainingSpeed of(TrainConfig config, DeviceChoice choice) {
    Backbone backbone = Backbone.named(config.backbone());
    ExpressionNetwork network = new ExpressionNetwork(backbone, CLASSES);
    Device device = TorchDevice.of(choice, config.precision());
    Parameters parameters = Parameters.initialised(network, config.seed());
    try {
      parameters.freeze(config.freeze());
      parameters.to(device);
      ViewTransform transform = config.transformFor(backbone);
      Batch batch = batch(config, backbone.preprocessing(), transform);
      Loss loss = new Loss(config.method(), transform, balanced());
      Learner learner = new Learner(config, network, parameters, loss, device);
      return new TrainingSpeed(device, parameters, batch, learner);
    } catch (RuntimeException e) {
      parameters.close();
      device.close();
      throw e;
    }
  }

  /** Classes of one size: how often they are does not change the speed. */
  private static int[] balanced() {
    int[] counts = new int[CLASSES];
    Arrays.fill(counts, 1);
    return counts;
  }

  @SuppressWarnings("try") // the scope works by being there
  private static Batch batch(
      TrainConfig config, Preprocessing preprocessing, ViewTransform transform) {
    try (PointerScope scope = new PointerScope()) {
      Tensor pictures =
          torch.randn(
              new long[] {config.batch(), 3, preprocessing.height(), preprocessing.width()});
      Tensor inputs =
          config.paired(0)
              ? torch.cat(new TensorVector(pictures, transform.view(pictures)), 0)
              : pictures;
      Tensor targets = torch.full(new long[] {config.batch(), CLASSES}, new Scalar(1.0f / CLASSES));
      // They outlive the scope.
      return new Batch(inputs.retainReference(), targets.retainReference());
    }
  }

  /** Returns how many images a step takes, the other views of the pictures included. */
  public long images() {
    return batch.inputs().size(0);
  }

  /** Does one step, and returns how many images it took in a second. */
  public double imagesPerSecond() {
    long start = System.nanoTime();
    learner.step(batch, 0, step++, Integer.MAX_VALUE);
    return images() * 1e9 / (System.nanoTime() - start);
  }

  /** Returns the name of the device, for example {@code cpu}. */
  public String deviceName() {
    return device.str().getString();
  }

  @Override
  public void close() {
    learner.close();
    batch.close();
    parameters.close();
    device.close();
  }
}
