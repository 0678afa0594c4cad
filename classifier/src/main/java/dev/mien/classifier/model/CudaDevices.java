// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import dev.mien.runtime.StageFailure;
import java.util.OptionalInt;

/**
 * What this build of ONNX Runtime knows about CUDA. DJL's own question logs a warning each time.
 */
final class CudaDevices {

  private CudaDevices() {}

  /** Returns the index of the device to try before the processor, if there is one to try. */
  static OptionalInt wanted(DeviceChoice choice) {
    if (choice instanceof DeviceChoice.Cuda cuda) {
      return OptionalInt.of(cuda.index());
    }
    return choice instanceof DeviceChoice.Auto && available()
        ? OptionalInt.of(0)
        : OptionalInt.empty();
  }

  /**
   * Does nothing where CUDA is part of ONNX Runtime.
   *
   * @throws StageFailure where it is not
   */
  static void require() {
    if (!available()) {
      throw new StageFailure(
          "this build of ONNX Runtime has no CUDA. Build Mien with 'mvn -Pcuda package'");
    }
  }

  private static boolean available() {
    return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
  }
}
