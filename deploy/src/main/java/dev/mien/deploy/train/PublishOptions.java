// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.train;

import dev.mien.classifier.registry.ModelPublisher;
import dev.mien.deploy.models.RegistryOptions;
import dev.mien.deploy.models.Upload;
import dev.mien.deploy.progress.Bars;
import dev.mien.events.ModelVersion;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.evaluate.Evaluation;
import dev.mien.trainer.evaluate.EvaluationTable;
import dev.mien.trainer.export.FinishedRun;
import dev.mien.trainer.export.ModelExport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The last step of a run: the model file and what there is to read about it. */
final class PublishOptions {

  @Option(
      names = "--baseline",
      paramLabel = "<file>",
      description = "metrics.json of another model, to show beside this one's in the report")
  private @Nullable Path baseline;

  @Option(
      names = "--publish",
      description = "publish the model at the end, as 'mien models publish' does")
  private boolean isPublished;

  @Option(
      names = "--allow-class-change",
      description = "publish it although its classes are not those of the active model")
  private boolean mayChangeClasses;

  @Mixin private RegistryOptions registry;

  /** Fails early where the end of a run would. */
  void check(FaceSet faces) {
    if (mayChangeClasses && !isPublished) {
      throw new IllegalArgumentException("--allow-class-change says nothing without --publish");
    }
    faces.requireServedSize();
    ModelExport.check(faces, read());
    if (isPublished) {
      ModelPublisher.requireClasses(registry.cluster(), faces.classes(), mayChangeClasses);
    }
  }

  /**
   * Writes everything, says what it is worth, and publishes it if that was wished.
   *
   * @throws IOException if the file cannot be read again
   */
  void publish(FinishedRun run, Path out, PrintWriter console) throws IOException {
    ModelExport.Result result;
    try (ProgressBar bar = Bars.of("measure", ModelExport.steps(run.faces()))) {
      result = ModelExport.write(run, out, read(), bar::stepTo);
    }
    console.printf(
        "%s, and what it does in %s%n%n%s",
        result.model(), result.page(), EvaluationTable.text(result.test()));
    console.flush();
    if (isPublished) {
      ModelVersion version = Upload.publish(result.model(), mayChangeClasses, registry.cluster());
      console.printf("%npublished %s as a candidate%n", version.version());
      console.flush();
    }
  }

  private @Nullable Evaluation read() {
    return baseline == null ? null : Evaluation.read(baseline);
  }
}
