// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.train;

import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.model.ModelMetadata;
import dev.mien.deploy.options.ModelOptions;
import dev.mien.deploy.progress.Bars;
import dev.mien.trainer.augment.Augmentation;
import dev.mien.trainer.data.Copies;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.data.Part;
import dev.mien.trainer.evaluate.Evaluation;
import dev.mien.trainer.evaluate.EvaluationTable;
import dev.mien.trainer.evaluate.LearnedFrom;
import dev.mien.trainer.evaluate.LeftOut;
import dev.mien.trainer.evaluate.Predictions;
import dev.mien.trainer.evaluate.Robustness;
import dev.mien.trainer.evaluate.Unseen;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code mien evaluate}. */
@Command(
    name = "evaluate",
    customSynopsis = "mien evaluate --data <file> [--model <file>] [<options>]",
    description = "Measure a model on labelled faces",
    footer = {
      "",
      "Shows accuracy per class, overall and mean, F1, who is taken for whom, how far the "
          + "probabilities can be believed, and what the model's alert thresholds do. The "
          + "model is read and run as the classifier does it."
    })
public final class EvaluateCommand implements Callable<Integer> {

  @Option(
      names = "--data",
      paramLabel = "<file>",
      required = true,
      description = "labelled faces, packed by 'mien data prepare'")
  private Path data;

  @Option(
      names = "--part",
      paramLabel = "<part>",
      converter = LabelledPart.class,
      defaultValue = "test",
      description = "train, validation or test (default: ${DEFAULT-VALUE})")
  private Part part;

  @Option(
      names = "--changed",
      paramLabel = "<strength>",
      description = {
        "also show what is still recognised when all pictures are moved, lit, tinted, blurred, made",
        "noisy or covered in part, as in training: light, moderate or strong"
      })
  private @Nullable String changed;

  @Option(
      names = "--left-out",
      description =
          "also show how a model of a run with --imbalance-factor does on the faces of the train "
              + "part that this run left out")
  private boolean withLeftOut;

  @Option(
      names = "--json",
      paramLabel = "<file>",
      description = "also write the figures to this file")
  private @Nullable Path json;

  @Mixin private ModelOptions model;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    @Nullable Augmentation changes = changes();
    checkPart();
    try (FaceSet faces = FaceSet.open(data);
        EmotionModel emotions = model.open()) {
      faces.requireServedSize();
      Optional<int[]> learned =
          withLeftOut
              ? Optional.of(LearnedFrom.of(emotions.properties()).subset(faces))
              : Optional.empty();
      int[] indices = faces.indices(part);
      Predictions predictions = predictions(faces, indices, emotions);
      Evaluation figures = figures(faces, predictions, emotions.metadata());
      out.printf(
          "%s on the %s part of %s%n%n%s",
          figures.model(), figures.part(), data, EvaluationTable.text(figures));
      out.flush();
      if (json != null) {
        figures.write(json);
      }
      if (part != Part.TRAIN) {
        Copies copies = Copies.of(faces);
        out.print(EvaluationTable.text(Unseen.of(copies, indices, predictions)));
        if (learned.isPresent()) {
          Predictions fresh = predictions.of(copies.unlike(indices, learned.get()));
          int[] others = LeftOut.faces(faces, copies, learned.get());
          Predictions leftOut = predictions(faces, others, emotions);
          out.print(EvaluationTable.text(LeftOut.of(fresh, leftOut)));
        }
        out.flush();
      }
      if (changes != null) {
        out.print(EvaluationTable.text(robustness(predictions, faces, indices, emotions, changes)));
        out.flush();
      }
    }
    return 0;
  }

  private @Nullable Augmentation changes() {
    if (changed == null) {
      return null;
    }
    try {
      Augmentation changes = Augmentation.named(changed);
      if (changes.equals(Augmentation.NONE)) {
        throw new IllegalArgumentException(
            "'%s' changes nothing, expected light, moderate or strong".formatted(changed));
      }
      return changes;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--changed: " + e.getMessage(), e);
    }
  }

  private void checkPart() {
    if (withLeftOut && part == Part.TRAIN) {
      throw new ParameterException(
          spec.commandLine(), "--left-out is for --part validation or test, not for train");
    }
  }

  private static Predictions predictions(FaceSet faces, int[] indices, EmotionModel emotions) {
    try (ProgressBar bar = Bars.of("evaluate", indices.length)) {
      return Predictions.of(emotions, faces, indices, bar::stepTo);
    }
  }

  private Evaluation figures(FaceSet faces, Predictions predictions, ModelMetadata metadata) {
    String name = part.written();
    return Evaluation.of(metadata.version(), faces.hash(), name, predictions, metadata.alerts());
  }

  private static Robustness robustness(
      Predictions unchanged,
      FaceSet faces,
      int[] indices,
      EmotionModel emotions,
      Augmentation changes) {
    try (ProgressBar bar = Bars.of("changed", (long) indices.length * Robustness.passes(changes))) {
      return Robustness.of(unchanged, emotions, faces, indices, changes, bar::stepTo);
    }
  }
}
