// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.classifier.model.DeviceChoice;
import dev.mien.runtime.StageFailure;
import dev.mien.trainer.network.Precision;
import org.bytedeco.pytorch.Device;
import org.junit.jupiter.api.Test;

class TorchDeviceTest {

  @Test
  void aCudaDeviceThatIsNotThereIsAnError() {
    assertThatThrownBy(() -> TorchDevice.of(new DeviceChoice.Cuda(999), Precision.SINGLE))
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll("--device cuda:999", "mvn -Pcuda package", "--device cpu");
  }

  @Test
  void halfPrecisionOnTheProcessorIsAnError() {
    assertThatThrownBy(() -> TorchDevice.of(new DeviceChoice.Cpu(), Precision.FLOAT16))
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll("--precision float16", "CUDA", "--precision bfloat16");
  }

  @Test
  void theProcessorIsAlwaysThere() {
    try (Device device = TorchDevice.of(new DeviceChoice.Cpu(), Precision.SINGLE)) {
      assertThat(device.is_cpu()).isTrue();
    }
  }
}
