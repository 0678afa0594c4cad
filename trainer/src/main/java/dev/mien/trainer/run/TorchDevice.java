// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import dev.mien.classifier.model.DeviceChoice;
import dev.mien.runtime.StageFailure;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.global.torch;

/** Finds the device that PyTorch computes on. */
final class TorchDevice {

  private TorchDevice() {}

  /**
   * Returns the device, which the caller closes.
   *
   * @throws StageFailure if a CUDA device is asked for that cannot be used
   */
  static Device of(DeviceChoice choice) {
    int there = torch.cuda_is_available() ? torch.cuda_device_count() : 0;
    if (choice instanceof DeviceChoice.Cuda cuda && cuda.index() >= there) {
      throw new StageFailure(
          "--device %s cannot be used, PyTorch sees %d CUDA devices: build with 'mvn -Pcuda package' on a machine that has one, or say --device cpu"
              .formatted(cuda, there));
    }
    boolean onProcessor = choice instanceof DeviceChoice.Cpu || there == 0;
    int index = choice instanceof DeviceChoice.Cuda cuda ? cuda.index() : 0;
    return new Device(onProcessor ? "cpu" : "cuda:" + index);
  }
}
