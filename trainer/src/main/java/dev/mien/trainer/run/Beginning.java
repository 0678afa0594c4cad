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
import dev.mien.trainer.weights.WeightsFile;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A network with the weights that a run begins with. It owns the weights. */
public final class Beginning implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Beginning.class);

  private final FaceSet faces;
  private final ExpressionNetwork network;
  private final Parameters parameters;
  private final Device device;

  private Beginning(
      FaceSet faces, ExpressionNetwork network, Parameters parameters, Device device) {
    this.faces = faces;
    this.network = network;
    this.parameters = parameters;
    this.device = device;
  }

  /**
   * Makes the network of some settings.
   *
   * @param faces that it is for
   * @param weights to begin with, none for random ones
   * @throws StageFailure if the weights do not fit
   */
  public static Beginning of(
      TrainConfig config, FaceSet faces, @Nullable Path weights, DeviceChoice choice) {
    Backbone backbone = Backbone.named(config.backbone());
    ExpressionNetwork network = new ExpressionNetwork(backbone, faces.classes().size());
    Parameters parameters = Parameters.initialised(network, config.seed());
    if (weights != null) {
      load(weights, parameters);
    }
    return new Beginning(faces, network, parameters, device(choice));
  }

  private static void load(Path file, Parameters parameters) {
    WeightMap map = WeightMap.of(parameters.shapes(), WeightsFile.read(file), List.of());
    if (map.matched().isEmpty()) {
      parameters.close();
      throw new StageFailure(
          "no tensor of %s fits the network: %s. Give weights of this backbone"
              .formatted(file, map.report()));
    }
    LOG.info("{}: {}", file, map.report());
    parameters.load(map.matched());
  }

  private static Device device(DeviceChoice choice) {
    int wanted = choice instanceof DeviceChoice.Cuda cuda ? cuda.index() : 0;
    boolean there = torch.cuda_is_available() && wanted < torch.cuda_device_count();
    if (choice instanceof DeviceChoice.Cuda && !there) {
      LOG.warn(
          "{} cannot be used, the processor is. CUDA needs a device and 'mvn -Pcuda package'",
          choice);
    }
    return new Device(choice instanceof DeviceChoice.Cpu || !there ? "cpu" : "cuda:" + wanted);
  }

  /** Returns what a run needs. */
  public RunSetup setup(RunFolder folder, Path cache, List<Part> examined) {
    return new RunSetup(faces, network, parameters, device, folder, cache, examined);
  }

  @Override
  public void close() {
    parameters.close();
    device.close();
  }
}
