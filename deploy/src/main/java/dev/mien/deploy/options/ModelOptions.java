// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.options;

import dev.mien.classifier.model.DeviceChoice;
import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.registry.ModelGate;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model, and where it runs. */
public final class ModelOptions {

  @Option(
      names = "--model",
      paramLabel = "<file>",
      description = "ONNX file to classify with (default: the bundled model)")
  private @Nullable Path model;

  @Mixin private DeviceOption device;

  @Option(
      names = "--model-threads",
      paramLabel = "<n>",
      defaultValue = "0",
      description =
          "threads that one batch is spread over, 0 for one per core (default: ${DEFAULT-VALUE})")
  private int threads;

  /** Returns the file, null for the bundled model. */
  public @Nullable Path model() {
    return model;
  }

  /** Returns where to run. */
  public DeviceChoice device() {
    return device.choice();
  }

  /** Returns the threads of one batch, 0 for one per core. */
  public int threads() {
    return threads;
  }

  /** Opens the model; the caller closes it. */
  public EmotionModel open() {
    return ModelGate.open(model, device.choice(), threads);
  }
}
