// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import dev.mien.classifier.model.DeviceChoice;
import dev.mien.runtime.StageFailure;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.data.Part;
import dev.mien.trainer.network.ExpressionNetwork;
import dev.mien.trainer.network.MobileFaceNet;
import dev.mien.trainer.network.Parameters;
import dev.mien.trainer.weights.SafetensorsFile;
import dev.mien.trainer.weights.StoredTensor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** A network with the weights that a run begins with. It owns the weights. */
public final class Beginning implements AutoCloseable {

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
    ExpressionNetwork network = new ExpressionNetwork(new MobileFaceNet(), faces.classes().size());
    Parameters parameters = Parameters.initialised(network, config.seed());
    if (weights != null) {
      Map<String, StoredTensor> stored = new HashMap<>(SafetensorsFile.read(weights).tensors());
      Map<String, List<Long>> shapes = parameters.shapes();
      stored.entrySet().removeIf(e -> !e.getValue().shape().equals(shapes.get(e.getKey())));
      parameters.load(stored);
    }
    return new Beginning(faces, network, parameters, device(choice));
  }

  private static Device device(DeviceChoice choice) {
    if (choice instanceof DeviceChoice.Cpu || !torch.cuda_is_available()) {
      return new Device("cpu");
    }
    return new Device(choice instanceof DeviceChoice.Cuda cuda ? cuda.toString() : "cuda:0");
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
