// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mien.trainer.data.Part;
import dev.mien.trainer.evaluate.Calibration.Bin;
import dev.mien.trainer.evaluate.Evaluation;
import dev.mien.trainer.evaluate.Evaluation.ClassFigures;
import dev.mien.trainer.run.Accuracy;
import dev.mien.trainer.run.EpochResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes the page of a report: one file, which shows its charts without a network. */
public final class ReportPage {

  private static final String CHARTS =
      "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of a row's share, from which on dark numbers cannot be read any more. */
  private static final double STRONG = 0.55;

  private final Report report;

  private ReportPage(Report report) {
    this.report = report;
  }

  /** Returns the page. */
  public static String html(Report report) {
    ReportPage page = new ReportPage(report);
    Map<String, Object> words = new ReportValues(report).all();
    words.put("tiles", page.tiles());
    words.put("learned", !report.history().isEmpty());
    words.put("confusion", page.confusion());
    words.put("faces", page.faces());
    words.put("samples", page.samples());
    words.put("hasSamples", !report.samples().isEmpty());
    words.put("mapPlace", page.mapPlace());
    words.put("figures", page.figures());
    words.put("chartScript", Template.resource(CHARTS));
    return Template.html("report.mustache", words);
  }

  private List<Map<String, String>> tiles() {
    return List.of(
        tile("overall accuracy", Evaluation::overall, true),
        tile("mean accuracy", Evaluation::mean, true),
        tile("macro F1", Evaluation::macroF1, true),
        tile("calibration error", Evaluation::calibrationError, false));
  }

  private Map<String, String> tile(
      String name, ToDoubleFunction<Evaluation> figure, boolean moreIsBetter) {
    double value = figure.applyAsDouble(report.test());
    @Nullable Evaluation before = report.baseline();
    double gain = before == null ? 0 : value - figure.applyAsDouble(before);
    String tone = gain > 0 == moreIsBetter ? "better" : "worse";
    return Map.of(
        "name",
        name,
        "value",
        Share.percent(value),
        "tone",
        gain == 0 ? "soft" : tone,
        "note",
        before == null ? "" : Share.points(gain) + " to the baseline");
  }

  /** Each picture is in the page once, however often it is seen. */
  private List<Map<String, Object>> faces() {
    List<String> pictures = pictures();
    return IntStream.range(0, pictures.size())
        .mapToObj(i -> Map.<String, Object>of("number", i, "picture", pictures.get(i)))
        .toList();
  }

  private List<String> pictures() {
    return report.samples().stream().map(AttentionSample::picture).distinct().toList();
  }

  private List<Map<String, Object>> samples() {
    List<String> pictures = pictures();
    return report.samples().stream()
        .map(
            sample ->
                Map.<String, Object>of(
                    "number", pictures.indexOf(sample.picture()),
                    "label", sample.label(),
                    "mirrored", sample.mirrored(),
                    "maps", sample.maps()))
        .toList();
  }

  /** Where maps lie on faces, in CSS: where their cells look, the cell around them outside. */
  private String mapPlace() {
    int columns =
        report.samples().stream().mapToInt(AttentionSample::columns).findFirst().orElse(1);
    return String.format(
        Locale.ROOT,
        "left: %1$.2f%%; top: %1$.2f%%; width: %2$.2f%%; height: %2$.2f%%",
        100 * (report.mapShift() - 1) / columns,
        100.0 * (columns + 2) / columns);
  }

  private List<Map<String, Object>> confusion() {
    Evaluation test = report.test();
    return IntStream.range(0, test.classes().size())
        .mapToObj(
            row ->
                Map.<String, Object>of(
                    "name", test.classes().get(row).name(),
                    "cells", cells(test.confusion().get(row), test.classes().get(row).faces())))
        .toList();
  }

  private static List<Map<String, Object>> cells(List<Integer> counts, int faces) {
    List<Map<String, Object>> cells = new ArrayList<>();
    for (int count : counts) {
      double share = faces == 0 ? 0 : (double) count / faces;
      cells.add(
          Map.of(
              "count", Share.count(count),
              "share", String.format(Locale.ROOT, "%.3f", share),
              "strong", share > STRONG));
    }
    return cells;
  }

  /** What the charts draw. A "less than" could end the script that it stands in. */
  private String figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    curves(figures);
    List<ClassFigures> classes = report.test().classes();
    figures.put("classes", classes.stream().map(ClassFigures::name).toList());
    figures.put("accuracy", numbers(classes, ClassFigures::accuracy));
    if (report.baseline() != null) {
      figures.put(
          "baseline", numbers(classes, c -> ReportValues.before(report.baseline(), c.name())));
    }
    reliability(figures);
    try {
      return JSON.writeValueAsString(figures).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and names can be written", e);
    }
  }

  private void curves(Map<String, Object> figures) {
    List<EpochResult> history = report.history();
    figures.put("epochs", history.stream().map(EpochResult::epoch).toList());
    figures.put("loss", numbers(history, EpochResult::loss));
    figures.put("classification", numbers(history, EpochResult::classification));
    figures.put("consistency", numbers(history, EpochResult::consistency));
    figures.put("overall", numbers(history, epoch -> of(epoch, Accuracy::overall)));
    figures.put("mean", numbers(history, epoch -> of(epoch, Accuracy::mean)));
  }

  private void reliability(Map<String, Object> figures) {
    List<Bin> bins = report.test().reliability();
    int count = bins.size();
    List<Double> middles = IntStream.range(0, count).mapToObj(bin -> (bin + 0.5) / count).toList();
    figures.put("bins", numbers(middles, middle -> Math.rint(middle * 100) / 100));
    figures.put("ideal", middles);
    figures.put("right", numbers(bins, bin -> bin.faces() == 0 ? Double.NaN : bin.accuracy()));
  }

  private static double of(EpochResult epoch, ToDoubleFunction<Accuracy> figure) {
    Accuracy accuracy = epoch.accuracies().get(Part.VALIDATION.written());
    return accuracy == null ? Double.NaN : figure.applyAsDouble(accuracy);
  }

  /** JSON has no NaN; charts leave a gap for null. */
  private static <T> List<@Nullable Double> numbers(List<T> values, ToDoubleFunction<T> figure) {
    List<@Nullable Double> numbers = new ArrayList<>();
    for (T value : values) {
      double number = figure.applyAsDouble(value);
      numbers.add(Double.isFinite(number) ? number : null);
    }
    return numbers;
  }
}
