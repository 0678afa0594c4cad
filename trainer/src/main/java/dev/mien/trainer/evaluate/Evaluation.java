// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.evaluate;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mien.classifier.model.AlertThresholds;
import dev.mien.runtime.FileProblem;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The figures of a model on a part of a data set. Shares are 0 to 1.
 *
 * @param model its version
 * @param data hash of the data set
 * @param part of it, for example {@code test}
 * @param faces how many
 * @param overall share of them that were recognised
 * @param mean accuracy over the classes
 * @param macroF1 mean of F1 over the classes
 * @param logLoss mean of -log p of the right class
 * @param calibrationError gap between probabilities and how often they are right
 * @param classes figures of each class, in the model's order
 * @param confusion counts, a row for each true class
 * @param reliability the bins of the calibration error
 * @param alerts how the thresholds of the model do here
 */
public record Evaluation(
    String model,
    String data,
    String part,
    int faces,
    double overall,
    double mean,
    double macroF1,
    double logLoss,
    double calibrationError,
    List<ClassFigures> classes,
    List<List<Integer>> confusion,
    List<Calibration.Bin> reliability,
    List<AlertFigures> alerts) {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /** Copies the lists. */
  public Evaluation {
    classes = List.copyOf(classes);
    confusion = confusion.stream().map(List::copyOf).toList();
    reliability = List.copyOf(reliability);
    alerts = List.copyOf(alerts);
  }

  /**
   * The figures of one class; NaN where it has no faces, and for the precision where no face was
   * taken for it.
   *
   * @param name of the class
   * @param faces of this class
   * @param accuracy share of them that were recognised
   * @param precision share of right ones among the faces taken for it
   * @param f1 harmonic mean of the two
   */
  public record ClassFigures(
      String name, int faces, double accuracy, double precision, double f1) {}

  /**
   * What an alert threshold does.
   *
   * @param name of the class
   * @param wanted precision that it was searched for
   * @param from probability at which it rings
   * @param alerts how many faces ring
   * @param right how many of these are of the class
   */
  public record AlertFigures(String name, double wanted, double from, int alerts, int right) {}

  /**
   * Computes everything.
   *
   * @param predictions as they are served
   * @throws StageFailure if there are none
   */
  public static Evaluation of(
      String model, String data, String part, Predictions predictions, AlertThresholds alerts) {
    if (predictions.size() == 0) {
      throw new StageFailure(
          "the data set has no faces in its part '%s': name another with --part".formatted(part));
    }
    ConfusionMatrix confusion = ConfusionMatrix.of(predictions);
    Calibration calibration = Calibration.of(predictions);
    return new Evaluation(
        model,
        data,
        part.toLowerCase(Locale.ROOT),
        predictions.size(),
        confusion.overall(),
        confusion.mean(),
        confusion.macroF1(),
        predictions.logLoss(),
        calibration.error(),
        classFigures(predictions.classes(), confusion),
        confusion.counts(),
        calibration.bins(),
        alertFigures(predictions, alerts));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws StageFailure if the file is missing or holds something else
   */
  public static Evaluation read(Path file) {
    try {
      return JSON.readValue(Files.readAllBytes(file), Evaluation.class);
    } catch (IOException e) {
      throw new StageFailure(
          file
              + " holds no figures ("
              + FileProblem.reason(e)
              + "): name a file of 'mien evaluate --json'",
          e);
    }
  }

  /**
   * Checks that figures on other faces are not compared with these.
   *
   * @param wanted hash of the data set
   * @param examined part of it
   * @throws StageFailure naming both where they differ
   */
  public void checkComparable(String wanted, String examined) {
    if (!data.equals(wanted) || !part.equals(examined)) {
      throw new StageFailure(
          "the figures of %s are of the %s part of data with SHA-256 %s, to compare are those of the %s part of %s: make them with 'mien evaluate --json' on the same --data"
              .formatted(model, part, data, examined, wanted));
    }
  }

  /** Writes the figures as JSON. */
  public void write(Path file) throws IOException {
    WholeFile.write(file, JSON.writeValueAsBytes(this));
  }

  private static List<ClassFigures> classFigures(List<String> classes, ConfusionMatrix confusion) {
    return IntStream.range(0, classes.size())
        .mapToObj(
            i ->
                new ClassFigures(
                    classes.get(i),
                    confusion.faces(i),
                    confusion.accuracy(i),
                    confusion.precision(i),
                    confusion.f1(i)))
        .toList();
  }

  private static List<AlertFigures> alertFigures(
      Predictions predictions, AlertThresholds thresholds) {
    List<AlertFigures> figures = new ArrayList<>();
    thresholds
        .byClass()
        .forEach(
            (name, byPrecision) ->
                byPrecision.forEach(
                    (precision, from) ->
                        figures.add(alertFigures(predictions, name, precision, from))));
    return figures;
  }

  private static AlertFigures alertFigures(
      Predictions predictions, String name, double precision, double from) {
    int emotion = predictions.classes().indexOf(name);
    int[] ringing =
        IntStream.range(0, predictions.size())
            .filter(face -> emotion >= 0 && predictions.probability(face, emotion) >= from)
            .toArray();
    int right =
        (int) IntStream.of(ringing).filter(face -> predictions.label(face) == emotion).count();
    return new AlertFigures(name, precision, from, ringing.length, right);
  }
}
