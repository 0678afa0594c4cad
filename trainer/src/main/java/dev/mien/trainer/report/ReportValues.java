// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.report;

import dev.mien.trainer.evaluate.AlertSearch;
import dev.mien.trainer.evaluate.Evaluation;
import dev.mien.trainer.evaluate.Evaluation.AlertFigures;
import dev.mien.trainer.evaluate.Evaluation.ClassFigures;
import dev.mien.trainer.evaluate.Unseen;
import dev.mien.trainer.run.EpochResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What page and model card say, in words and tables, by the names in the templates. */
final class ReportValues {

  private static final String UNSEEN =
      ", temperature and thresholds without those of its faces that were learned from as well.";

  private final Report report;

  ReportValues(Report report) {
    this.report = report;
  }

  Map<String, Object> all() {
    Evaluation test = report.test();
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("version", report.version());
    words.put("summary", summary());
    words.put("input", report.input());
    words.put("source", report.source());
    words.put("data", test.data());
    words.put("part", test.part());
    words.put("classNames", classNames());
    words.put("trained", Share.count(report.trained()));
    words.put("validated", Share.count(report.validation().faces()));
    words.put("tested", Share.count(test.faces()));
    words.put("choice", choice());
    words.put("curves", curves());
    words.put("calibration", calibration());
    words.put("baseline", baseline());
    words.put("classes", classes());
    words.put("unseen", unseen());
    words.put("alertRule", alertRule());
    words.put("precisions", AlertSearch.PRECISIONS.stream().map(Share::percent).toList());
    words.put("alerts", alerts());
    words.put("settings", rows(report.settings()));
    words.put("provenance", rows(report.provenance()));
    return words;
  }

  /** False, which a template leaves out, if the part has no copies. */
  private Object unseen() {
    Unseen unseen = report.unseen();
    if (unseen.learned() == 0) {
      return false;
    }
    return "%s of these faces are among the pictures to learn from as well, pixel by pixel: the data set holds them twice. Without them %s are recognised, and %s in the mean of the classes."
        .formatted(
            Share.count(unseen.learned()),
            Share.percent(unseen.overall()),
            Share.percent(unseen.mean()));
  }

  private String summary() {
    return "The network %s tells %d expressions apart. It learned from %s faces in %d epochs. Of the %s faces of the %s part it recognises %s, and %s in the mean of the classes."
        .formatted(
            report.backbone(),
            report.test().classes().size(),
            Share.count(report.trained()),
            report.epoch(),
            Share.count(report.test().faces()),
            report.test().part(),
            Share.percent(report.test().overall()),
            Share.percent(report.test().mean()));
  }

  private String classNames() {
    return report.test().classes().stream()
        .map(ClassFigures::name)
        .collect(Collectors.joining(", "));
  }

  private String choice() {
    List<EpochResult> history = report.history();
    return history.get(report.epoch() - 1).isBestOf(history)
        ? "Epoch, %s were chosen on the validation part%s".formatted(fitted(), UNSEEN)
        : "The %s were chosen on the validation part%s The epoch was not."
            .formatted(fitted(), UNSEEN);
  }

  private String fitted() {
    boolean prior = Boolean.parseBoolean(report.settings().get("fitPrior"));
    return (prior ? "bias of the classifier, " : "") + "temperature and thresholds";
  }

  private String curves() {
    List<EpochResult> history = report.history();
    if (history.isEmpty()) {
      return "";
    }
    double seconds = history.stream().mapToDouble(EpochResult::seconds).sum();
    EpochResult last = history.get(history.size() - 1);
    return String.format(
        Locale.ROOT,
        "%d epochs in %.0f minutes, %.0f images/s in the last one. The loss is the sum of classification and weighted consistency.",
        history.size(),
        seconds / 60,
        last.imagesPerSecond());
  }

  private String calibration() {
    return String.format(
        Locale.ROOT,
        "A temperature of %.3f, fitted on faces of the validation part that were not learned from, brought the calibration error of the whole part from %s to %s (15 bins); on the %s part it is %s, the log loss %.3f.",
        report.temperature(),
        Share.percent(report.uncalibrated().calibrationError()),
        Share.percent(report.validation().calibrationError()),
        report.test().part(),
        Share.percent(report.test().calibrationError()),
        report.test().logLoss());
  }

  private String alertRule() {
    return "From which probability on an alert has the wanted precision: thresholds of the validation part, without faces that were learned from, chosen so that"
        + " the lower end of a "
        + AlertSearch.CONFIDENCE
        + " % confidence interval, one-sided, reaches it; with each what it does on the "
        + report.test().part()
        + " part: the share of right ones among so many alerts. \"none\" stands for what so few faces cannot promise.";
  }

  private String baseline() {
    Evaluation baseline = report.baseline();
    return baseline == null
        ? ""
        : "%s (overall %s, mean %s)"
            .formatted(
                baseline.model(),
                Share.percent(baseline.overall()),
                Share.percent(baseline.mean()));
  }

  private List<Map<String, String>> classes() {
    List<Map<String, String>> rows = new ArrayList<>();
    for (ClassFigures figures : report.test().classes()) {
      rows.add(
          Map.of(
              "name", figures.name(),
              "faces", Share.count(figures.faces()),
              "accuracy", Share.percent(figures.accuracy()),
              "before", Share.percent(before(report.baseline(), figures.name())),
              "precision", Share.percent(figures.precision()),
              "f1", Share.percent(figures.f1())));
    }
    return rows;
  }

  /** Returns the accuracy of a class in another evaluation, NaN if it is not there. */
  static double before(@Nullable Evaluation baseline, String name) {
    return baseline == null
        ? Double.NaN
        : baseline.classes().stream()
            .filter(figures -> figures.name().equals(name))
            .mapToDouble(ClassFigures::accuracy)
            .findFirst()
            .orElse(Double.NaN);
  }

  /** A row for each class, a cell for each precision. */
  private List<Map<String, Object>> alerts() {
    Map<String, Map<Double, AlertFigures>> byClass = new LinkedHashMap<>();
    for (AlertFigures alert : report.test().alerts()) {
      byClass.computeIfAbsent(alert.name(), n -> new HashMap<>()).put(alert.wanted(), alert);
    }
    return report.test().classes().stream()
        .map(ClassFigures::name)
        .map(name -> alerts(name, byClass.getOrDefault(name, Map.of())))
        .toList();
  }

  private static Map<String, Object> alerts(String name, Map<Double, AlertFigures> cells) {
    return Map.of(
        "name",
        name,
        "cells",
        AlertSearch.PRECISIONS.stream().map(p -> alert(cells.get(p))).toList());
  }

  private static Map<String, Object> alert(@Nullable AlertFigures alert) {
    return alert == null
        ? Map.of("known", false)
        : Map.of(
            "known", true,
            "from", String.format(Locale.ROOT, "%.3f", alert.from()),
            "rings", Share.count(alert.alerts()),
            "precision", Share.percent((double) alert.right() / alert.alerts()));
  }

  private static List<Map<String, String>> rows(Map<String, String> facts) {
    return facts.entrySet().stream()
        .map(fact -> Map.of("name", fact.getKey(), "value", fact.getValue()))
        .toList();
  }
}
