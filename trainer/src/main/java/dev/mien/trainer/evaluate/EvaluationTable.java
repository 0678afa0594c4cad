// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.evaluate;

import dev.mien.trainer.evaluate.Evaluation.AlertFigures;
import dev.mien.trainer.evaluate.Evaluation.ClassFigures;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The figures of an evaluation as text for a terminal. */
public final class EvaluationTable {

  private EvaluationTable() {}

  /** Returns lines that end with a line feed. */
  public static String text(Evaluation figures) {
    return classes(figures) + confusion(figures) + alerts(figures);
  }

  /** Returns lines that end with a line feed. */
  public static String text(Robustness figures) {
    StringBuilder text = new StringBuilder();
    line(text, "%n%-12s %9s %9s", "pictures", "overall", "mean");
    for (Robustness.Row row : figures.rows()) {
      line(text, "%-12s %9s %9s", row.change(), percent(row.overall()), percent(row.mean()));
    }
    return text.toString();
  }

  /** Returns a line that ends with a line feed, none if nothing was left out. */
  public static String text(Unseen figures) {
    StringBuilder text = new StringBuilder();
    if (figures.learned() > 0) {
      line(
          text,
          "%nwithout the %,d faces that are among the pictures to learn from, too: overall %s, mean %s",
          figures.learned(),
          percent(figures.overall()),
          percent(figures.mean()));
    }
    return text.toString();
  }

  /** Returns lines that end with a line feed; a mean is that of the classes that have faces. */
  public static String text(LeftOut figures) {
    StringBuilder text = new StringBuilder();
    ConfusionMatrix both = figures.both();
    line(text, "%n%-12s %16s %16s %16s", "accuracy", "of the part", "of the left out", "of both");
    for (int i = 0; i < figures.classes().size(); i++) {
      line(
          text,
          "%-12s %16s %16s %16s",
          figures.classes().get(i),
          accuracy(figures.part(), i),
          accuracy(figures.leftOut(), i),
          accuracy(both, i));
    }
    String mean = percent(figures.part().mean());
    line(text, "%-12s %16s %16s %16s", "mean", mean, "", percent(both.mean()));
    return text.toString();
  }

  private static String accuracy(ConfusionMatrix confusion, int emotion) {
    int faces = confusion.faces(emotion);
    return String.format(Locale.ROOT, "%,d: %7s", faces, percent(confusion.accuracy(emotion)));
  }

  private static String classes(Evaluation figures) {
    StringBuilder text = new StringBuilder();
    line(text, "%-12s %7s %9s %9s %7s", "class", "faces", "accuracy", "precision", "F1");
    for (ClassFigures c : figures.classes()) {
      String accuracy = percent(c.accuracy());
      String precision = percent(c.precision());
      line(
          text,
          "%-12s %,7d %9s %9s %7s",
          c.name(),
          c.faces(),
          accuracy,
          precision,
          percent(c.f1()));
    }
    String mean = percent(figures.mean());
    line(text, "%-12s %7s %9s %9s %7s", "mean", "", mean, "", percent(figures.macroF1()));
    line(text, "%-12s %,7d %9s", "overall", figures.faces(), percent(figures.overall()));
    line(
        text,
        "%ncalibration error %s, log loss %.3f",
        percent(figures.calibrationError()),
        figures.logLoss());
    return text.toString();
  }

  private static String confusion(Evaluation figures) {
    StringBuilder text = new StringBuilder();
    List<ClassFigures> classes = figures.classes();
    String taken =
        classes.stream()
            .map(c -> String.format(Locale.ROOT, "%8.7s", c.name()))
            .collect(Collectors.joining());
    line(text, "%n%-12s%s", "taken for", taken);
    for (int i = 0; i < classes.size(); i++) {
      String counts =
          figures.confusion().get(i).stream()
              .map(count -> String.format(Locale.ROOT, "%,8d", count))
              .collect(Collectors.joining());
      line(text, "%-12s%s", classes.get(i).name(), counts);
    }
    return text.toString();
  }

  private static String alerts(Evaluation figures) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%n%-12s %9s %9s %7s %9s %9s",
        "alerts",
        "wanted",
        "from",
        "rings",
        "precision",
        "found");
    for (ClassFigures emotion : figures.classes()) {
      for (double wanted : wanted(figures)) {
        figures.alerts().stream()
            .filter(alert -> alert.name().equals(emotion.name()) && alert.wanted() == wanted)
            .findFirst()
            .ifPresentOrElse(
                alert -> alert(text, alert, emotion.faces()),
                () -> line(text, "%-12s %9s %9s", emotion.name(), percent(wanted), "none"));
      }
    }
    return text.toString();
  }

  /** Returns the usual precisions and those that the model has besides. */
  private static Set<Double> wanted(Evaluation figures) {
    Set<Double> wanted = new TreeSet<>(AlertSearch.PRECISIONS);
    figures.alerts().forEach(alert -> wanted.add(alert.wanted()));
    return wanted;
  }

  private static void alert(StringBuilder text, AlertFigures alert, int faces) {
    line(
        text,
        "%-12s %9s %9.3f %,7d %9s %9s",
        alert.name(),
        percent(alert.wanted()),
        alert.from(),
        alert.alerts(),
        percent((double) alert.right() / alert.alerts()),
        percent((double) alert.right() / faces));
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static void line(StringBuilder text, String form, Object... values) {
    text.append(String.format(Locale.ROOT, form, values)).append('\n');
  }
}
