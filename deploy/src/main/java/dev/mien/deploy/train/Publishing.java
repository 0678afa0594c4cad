// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.train;

import dev.mien.deploy.progress.Bars;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.evaluate.Evaluation;
import dev.mien.trainer.evaluate.EvaluationTable;
import dev.mien.trainer.export.FinishedRun;
import dev.mien.trainer.export.Publication;
import java.io.PrintWriter;
import java.nio.file.Path;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The last step of a run: the model file and what there is to read about it. */
final class Publishing {

  @Option(
      names = "--baseline",
      paramLabel = "<file>",
      description = "metrics.json of another model, to show beside this one's in the report")
  private @Nullable Path baseline;

  /** Fails early where the end of a run would. */
  void check(FaceSet faces) {
    Publication.check(faces);
    read();
  }

  /** Writes everything and says what it is worth. */
  void publish(FinishedRun run, Path out, PrintWriter console) {
    Publication.Result result;
    try (ProgressBar bar = Bars.of("measure", Publication.steps(run.faces()))) {
      result = Publication.write(run, out, read(), bar::stepTo);
    }
    console.printf(
        "%s, and what it does in %s%n%n%s",
        result.model(), result.page(), EvaluationTable.text(result.test()));
    console.flush();
  }

  private @Nullable Evaluation read() {
    return baseline == null ? null : Evaluation.read(baseline);
  }
}
