// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.export;

import dev.mien.classifier.model.AlertThresholds;
import dev.mien.classifier.model.DeviceChoice;
import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.model.FaceImage;
import dev.mien.classifier.model.ModelMetadata;
import dev.mien.runtime.FileProblem;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.WholeFile;
import dev.mien.trainer.data.Copies;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.data.Part;
import dev.mien.trainer.evaluate.AlertSearch;
import dev.mien.trainer.evaluate.Evaluation;
import dev.mien.trainer.evaluate.Faces;
import dev.mien.trainer.evaluate.Predictions;
import dev.mien.trainer.evaluate.Temperature;
import dev.mien.trainer.evaluate.Unseen;
import dev.mien.trainer.report.AttentionSample;
import dev.mien.trainer.report.AttentionSamples;
import dev.mien.trainer.report.ModelCard;
import dev.mien.trainer.report.Report;
import dev.mien.trainer.report.ReportPage;
import dev.mien.trainer.weights.StoredTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The end of a training run: the network becomes a model file that is checked, calibrated and
 * measured, with a report and a model card beside it. All decisions are made on the validation
 * part.
 */
public final class ModelExport {

  private static final int COMPARED = 100;

  private final FinishedRun run;
  private final Path folder;
  private final @Nullable Evaluation baseline;
  private final IntConsumer progress;
  private final Map<String, StoredTensor> weights;
  private final int[] validation;
  private final int[] test;

  private ModelExport(
      FinishedRun run, Path folder, @Nullable Evaluation baseline, IntConsumer progress) {
    this.run = run;
    this.folder = folder;
    this.baseline = baseline;
    this.progress = progress;
    this.weights = run.parameters().stored();
    this.validation = run.faces().indices(Part.VALIDATION);
    this.test = run.faces().indices(Part.TEST);
  }

  /**
   * What was written.
   *
   * @param model the ONNX file
   * @param page the report
   * @param agreement of the file and the training engine
   * @param temperature that was fitted
   * @param validation figures as the model is served
   * @param test figures as the model is served
   */
  public record Result(
      Path model,
      Path page,
      Agreement agreement,
      double temperature,
      Evaluation validation,
      Evaluation test) {}

  /**
   * Says early whether a data set has the parts that are needed and classes that a model can have,
   * and is that of the baseline.
   *
   * @param baseline figures to compare with, or null
   * @throws StageFailure if it has not, or is not
   */
  public static void check(FaceSet faces, @Nullable Evaluation baseline) {
    faces.require(Part.VALIDATION);
    faces.require(Part.TEST);
    try {
      ModelMetadata.checkClasses("the list of the data set's classes", faces.classes());
    } catch (IllegalArgumentException e) {
      throw new StageFailure(e.getMessage() + ": rename them and prepare the data anew", e);
    }
    if (baseline != null) {
      baseline.checkComparable(faces.hash(), Part.TEST.written());
    }
  }

  /** Returns how many steps {@link #write} tells its progress of. */
  public static int steps(FaceSet faces) {
    return faces.indices(Part.VALIDATION).length + faces.indices(Part.TEST).length;
  }

  /**
   * Writes {@code model.onnx}, {@code report.html}, {@code model-card.md} and the figures on the
   * test part, {@code metrics.json}; files of these names are replaced.
   *
   * @param folder is made where it is missing
   * @param baseline figures to compare with, or null
   * @param progress is told how many faces are done
   * @throws StageFailure if the file and the training engine disagree, the data set lacks a part or
   *     is not that of the baseline, or a file cannot be written
   */
  public static Result write(
      FinishedRun run, Path folder, @Nullable Evaluation baseline, IntConsumer progress) {
    check(run.faces(), baseline);
    try {
      Files.createDirectories(folder);
      return new ModelExport(run, folder, baseline, progress).write();
    } catch (IOException e) {
      throw new StageFailure(
          "%s cannot be written: %s: choose another --out".formatted(folder, FileProblem.reason(e)),
          e);
    }
  }

  private Result write() throws IOException {
    Path draft = folder.resolve("model.onnx.unfinished");
    try {
      byte[] model =
          OnnxExport.write(run.network(), weights, properties(1, AlertThresholds.NONE).bare());
      Agreement agreement =
          Agreement.of(run.network(), run.parameters(), model, compared()).checked();
      Files.write(draft, model);
      return finish(agreement, draft);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** What the network says of both parts. */
  private record Said(Predictions validation, Predictions test) {

    Said tempered(double temperature) {
      return new Said(validation.tempered(temperature), test.tempered(temperature));
    }
  }

  /** How good it is on the validation part before and after calibration, and on the test part. */
  private record Figures(Evaluation before, Evaluation validation, Evaluation test) {}

  private Result finish(Agreement agreement, Path draft) throws IOException {
    Said raw = predictions(draft);
    Copies copies = Copies.of(run.faces());
    Predictions unlearned = raw.validation.of(copies.unlearned(validation));
    double temperature = Temperature.fit(unlearned);
    AlertThresholds alerts = AlertSearch.search(unlearned.tempered(temperature));
    ModelProperties properties = properties(temperature, alerts);
    Said served = raw.tempered(temperature);
    Figures figures = figures(properties.version(), raw, served, alerts);
    Map<String, String> provenance =
        properties.provenance(agreement, figures.validation, figures.test);
    Path file = writeModel(properties.complete(provenance), figures.test);
    Report report =
        new Report(
            run.network().backbone().name(),
            "%d x %d".formatted(faces().side(), faces().side()),
            run.faces().source(),
            run.trained(),
            run.history(),
            run.epoch(),
            figures.before,
            figures.validation,
            figures.test,
            Unseen.of(copies, test, raw.test),
            baseline,
            temperature,
            properties.settings(),
            provenance,
            samples(file, served.validation),
            run.network().backbone().mirrorShift() / 2.0);
    Path page = writeReport(report);
    return new Result(file, page, agreement, temperature, figures.validation, figures.test);
  }

  private Said predictions(Path draft) {
    int first = validation.length;
    try (EmotionModel model = EmotionModel.open(draft, new DeviceChoice.Cpu(), 0)) {
      return new Said(
          Predictions.of(model, run.faces(), validation, progress),
          Predictions.of(model, run.faces(), test, done -> progress.accept(first + done)));
    }
  }

  private Figures figures(String version, Said raw, Said served, AlertThresholds alerts) {
    return new Figures(
        figures(version, Part.VALIDATION, raw.validation, AlertThresholds.NONE),
        figures(version, Part.VALIDATION, served.validation, alerts),
        figures(version, Part.TEST, served.test, alerts));
  }

  private Path writeModel(Map<String, String> metadata, Evaluation tested) throws IOException {
    metadata.putAll(ModelProperties.perClass(tested));
    Path file = folder.resolve("model.onnx");
    WholeFile.write(file, OnnxExport.write(run.network(), weights, metadata));
    return file;
  }

  private Path writeReport(Report report) throws IOException {
    report.test().write(folder.resolve("metrics.json"));
    Path page = folder.resolve("report.html");
    WholeFile.write(page, ReportPage.html(report));
    WholeFile.write(folder.resolve("model-card.md"), ModelCard.markdown(report));
    return page;
  }

  private ModelProperties properties(double temperature, AlertThresholds alerts) {
    return new ModelProperties(run, weights, temperature, alerts);
  }

  private Evaluation figures(
      String version, Part part, Predictions predictions, AlertThresholds alerts) {
    return Evaluation.of(version, run.faces().hash(), part.written(), predictions, alerts);
  }

  private List<AttentionSample> samples(Path file, Predictions predictions) {
    try (EmotionModel model = EmotionModel.open(file, new DeviceChoice.Cpu(), 0)) {
      return AttentionSamples.of(model, file, faces(), validation, predictions);
    }
  }

  /** Pictures from all over the validation part. */
  private List<FaceImage> compared() {
    int count = Math.min(COMPARED, validation.length);
    Faces faces = faces();
    return IntStream.range(0, count)
        .map(i -> validation[(int) ((long) i * validation.length / count)])
        .mapToObj(faces::get)
        .toList();
  }

  private Faces faces() {
    return new Faces(run.faces());
  }
}
