// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;

/**
 * Runs beside the published figures, in Markdown.
 *
 * @param results of the runs that are done
 */
public record Table4(List<CellResult> results) {

  private static final double PERCENT = 100;

  /** Numbers of pictures are whole: factor 100 of 8,733 is 87 pictures, which is 100.4. */
  private static final double ROUNDED = 0.05;

  /** Copies the list. */
  public Table4 {
    results = List.copyOf(results);
  }

  /** Returns whether a cell is done. */
  public boolean has(Cell cell) {
    return results.stream().anyMatch(result -> result.cell().equals(cell));
  }

  /**
   * Writes the table.
   *
   * @param classes of the data, in their order
   * @param isPublished whether the paper's figures are of the same data
   * @param reached by the data, of a factor that is asked for
   */
  public String markdown(List<String> classes, boolean isPublished, DoubleUnaryOperator reached) {
    List<String> lines = new ArrayList<>();
    lines.add("Test accuracies in percent, after the last epoch.");
    for (double factor : factors()) {
      lines.add("");
      lines.add("## Imbalance factor " + heading(factor, reached.applyAsDouble(factor)));
      lines.add("");
      lines.add("| method | " + String.join(" | ", Published.CLASSES) + " | overall | mean |");
      lines.add("|---|" + "---|".repeat(Published.CLASSES.size() + 2));
      if (isPublished) {
        Published.rows(factor).forEach(row -> lines.add(row.markdown()));
      }
      at(factor).forEach(result -> lines.add(row(result, classes)));
    }
    lines.add("");
    lines.add("Means over the seeds:");
    lines.add("");
    lines.add("| factor | method | seeds | overall | mean | best epoch: overall | mean |");
    lines.add("|---|---|---|---|---|---|---|");
    factors().forEach(factor -> means(factor, lines));
    lines.add("");
    lines.add("Runs:");
    lines.add("");
    lines.add("| run | finished | machine | first weights | code |");
    lines.add("|---|---|---|---|---|");
    results.forEach(result -> lines.add(facts(result)));
    lines.add("");
    if (results.stream().map(result -> result.origin().code()).distinct().count() > 1) {
      lines.add("Not all runs are of the same code: what changed between may show in the means.");
      lines.add("");
    }
    lines.addAll(settings());
    return String.join("\n", lines) + "\n";
  }

  /** A set may be more imbalanced by itself than asked for; few pictures round the factor. */
  private static String heading(double factor, double reached) {
    return Math.abs(reached / factor - 1) < ROUNDED
        ? Cell.number(factor)
        : String.format(Locale.ROOT, "%s (%.1f in this data)", Cell.number(factor), reached);
  }

  /** One line for what all runs share, and one for each group of methods that has more. */
  private List<String> settings() {
    Map<String, String> shared = new TreeMap<>(results.isEmpty() ? Map.of() : first().chosen());
    results.forEach(result -> shared.entrySet().retainAll(result.chosen().entrySet()));
    Map<String, Set<String>> others = new TreeMap<>();
    for (CellResult result : results) {
      Map<String, String> more = result.chosen();
      more.entrySet().removeAll(shared.entrySet());
      if (!more.isEmpty()) {
        others.computeIfAbsent(text(more), key -> new TreeSet<>()).add(result.cell().method());
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add("Settings that are not the defaults: " + text(shared) + ".");
    others.forEach(
        (more, methods) ->
            lines.add("Of %s also: %s.".formatted(String.join(", ", methods), more)));
    return lines;
  }

  private CellResult first() {
    return results.get(0);
  }

  private static String text(Map<String, String> settings) {
    return settings.isEmpty()
        ? "none"
        : settings.entrySet().stream()
            .map(setting -> "`%s: %s`".formatted(setting.getKey(), setting.getValue()))
            .collect(Collectors.joining(", "));
  }

  private List<Double> factors() {
    return results.stream()
        .map(result -> result.cell().factor())
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .toList();
  }

  private List<CellResult> at(double factor) {
    return results.stream()
        .filter(result -> result.cell().factor() == factor)
        .sorted(Comparator.comparing((CellResult result) -> result.cell().method()))
        .toList();
  }

  private static String row(CellResult result, List<String> classes) {
    List<String> columns = new ArrayList<>();
    columns.add(
        String.format(
            Locale.ROOT,
            "%s, seed %d, %d epochs, %.0f min",
            result.cell().method(),
            result.cell().seed(),
            result.epochs(),
            result.seconds() / 60));
    for (String name : Published.CLASSES) {
      int label = classes.indexOf(name);
      columns.add(label < 0 ? "-" : percent(result.last().classes().get(label)));
    }
    columns.add(percent(result.last().overall()));
    columns.add(percent(result.last().mean()));
    return "| " + String.join(" | ", columns) + " |";
  }

  private void means(double factor, List<String> lines) {
    at(factor).stream()
        .collect(
            Collectors.groupingBy(
                result -> result.cell().method(), LinkedHashMap::new, Collectors.toList()))
        .forEach((method, runs) -> lines.add(mean(factor, method, runs)));
  }

  private static String mean(double factor, String method, List<CellResult> runs) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %d | %s | %s | %s | %s |",
        Cell.number(factor),
        method,
        runs.size(),
        percent(runs.stream().mapToDouble(r -> r.last().overall()).average().orElseThrow()),
        percent(runs.stream().mapToDouble(r -> r.last().mean()).average().orElseThrow()),
        percent(runs.stream().mapToDouble(r -> r.best().overall()).average().orElseThrow()),
        percent(runs.stream().mapToDouble(r -> r.best().mean()).average().orElseThrow()));
  }

  private static String facts(CellResult result) {
    return "| %s | %s | %s | %s | %s |"
        .formatted(
            result.cell().name(),
            result.finished(),
            result.machine(),
            result.origin().start().file(),
            result.origin().code());
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f", PERCENT * share);
  }
}
