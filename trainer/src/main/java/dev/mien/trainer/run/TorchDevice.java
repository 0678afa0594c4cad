// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import dev.mien.classifier.model.DeviceChoice;
import dev.mien.runtime.StageFailure;
import dev.mien.trainer.network.Precision;
import dev.mien.trainer.network.TorchLibrary;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.global.torch;

/** Finds the device that PyTorch computes on. */
final class TorchDevice {

  private TorchDevice() {}

  /**
   * Returns the device to train on in a precision, which the caller closes.
   *
   * @throws StageFailure if a CUDA device is asked for that cannot be used, or the precision is for
   *     such a device only and this is none
   */
  static Device of(DeviceChoice choice, Precision precision) {
    Device device = found(choice);
    if (precision == Precision.FLOAT16 && device.is_cpu()) {
      device.close();
      throw new StageFailure(
          "--precision float16 is for CUDA devices, this run is on the processor: say --precision bfloat16");
    }
    return device;
  }

  private static Device found(DeviceChoice choice) {
    TorchLibrary.load();
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
