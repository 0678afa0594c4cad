// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import dev.mien.classifier.model.DeviceChoice;
import dev.mien.runtime.StageFailure;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.data.Part;
import dev.mien.trainer.network.Backbone;
import dev.mien.trainer.network.ExpressionNetwork;
import dev.mien.trainer.network.Parameters;
import dev.mien.trainer.weights.WeightMap;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Device;
import org.jspecify.annotations.Nullable;

/** A network with the weights that a run begins with. It owns the weights. */
public final class InitialModel implements AutoCloseable {

  private final FaceSet faces;
  private final ExpressionNetwork network;
  private final Parameters parameters;
  private final Device device;
  private final Origin origin;
  private final @Nullable WeightMap loaded;

  private InitialModel(
      FaceSet faces,
      ExpressionNetwork network,
      Parameters parameters,
      Device device,
      Origin origin,
      @Nullable WeightMap loaded) {
    this.faces = faces;
    this.network = network;
    this.parameters = parameters;
    this.device = device;
    this.origin = origin;
    this.loaded = loaded;
  }

  /**
   * Makes the network of some settings.
   *
   * @param faces that it is for
   * @param weights to begin with, none for random ones
   * @throws StageFailure if the weights do not fit, or the device cannot be used
   */
  public static InitialModel of(
      TrainConfig config, FaceSet faces, @Nullable Pretrained weights, DeviceChoice choice) {
    Device device = TorchDevice.of(choice, config.precision());
    Backbone backbone = Backbone.named(config.backbone());
    ExpressionNetwork network = new ExpressionNetwork(backbone, faces.classes().size());
    Parameters parameters = Parameters.initialised(network, config.seed());
    try {
      @Nullable WeightMap loaded = weights == null ? null : weights.into(parameters);
      Origin origin = Origin.now(faces.hash(), StartWeights.of(weights));
      return new InitialModel(faces, network, parameters, device, origin, loaded);
    } catch (RuntimeException e) {
      parameters.close();
      device.close();
      throw e;
    }
  }

  /** Returns one line about the weights. */
  public String summary() {
    return loaded == null
        ? "beginning with random weights"
        : "%s: %s".formatted(origin.start().file(), loaded.summary());
  }

  /** Returns the name of the device, for example {@code cpu}. */
  public String deviceName() {
    return device.str().getString();
  }

  /** Returns what a run needs. */
  public RunSetup setup(RunFolder folder, Path cache, List<Part> examined) {
    List<String> report = loaded == null ? List.of() : loaded.report();
    return new RunSetup(
        faces, network, parameters, device, origin, report, folder, cache, examined);
  }

  @Override
  public void close() {
    parameters.close();
    device.close();
  }
}
