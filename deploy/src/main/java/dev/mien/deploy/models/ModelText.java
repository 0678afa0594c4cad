// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.models;

import dev.mien.events.ModelState;
import dev.mien.events.ModelVersion;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Versions of the model in words for a terminal. */
final class ModelText {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());
  private static final String ROW = "%-32s  %-9s  %-11s  %-19s  %7s  %7s%n";

  private ModelText() {}

  /** Returns a row for each: the active one on top, then what changed last. */
  static String table(List<ModelVersion> changed) {
    List<ModelVersion> versions =
        changed.stream()
            .sorted(Comparator.comparing(version -> version.state() == ModelState.ACTIVE))
            .toList();
    StringBuilder table =
        new StringBuilder(line(ROW, "version", "state", "by", "since", "mean", "overall"));
    for (int i = versions.size() - 1; i >= 0; i--) {
      ModelVersion version = versions.get(i);
      table.append(
          line(
              ROW,
              version.version(),
              version.state().wireName(),
              version.change().wireName(),
              time(version.changedMicros()),
              share(version.metrics().get("test.mean")),
              share(version.metrics().get("test.overall"))));
    }
    return table.toString();
  }

  static String page(ModelVersion version) {
    StringBuilder page = new StringBuilder();
    row(page, "version", version.version());
    row(
        page,
        "state",
        "%s, %s %s%s"
            .formatted(
                version.state().wireName(),
                version.change().wireName(),
                time(version.changedMicros()),
                version.note().isEmpty() ? "" : ": " + version.note()));
    row(page, "replaces", version.replaces().isEmpty() ? "-" : version.replaces());
    row(page, "published", time(version.publishedMicros()));
    row(page, "file", line("%,d bytes in %d slices", version.bytes(), version.chunks()));
    row(page, "SHA-256", version.sha256());
    row(page, "classes", String.join(", ", version.classes()));
    row(page, "preprocessing", version.preprocessing());
    row(page, "alignment", version.alignment());
    page.append(line("%nmetrics%n"));
    version.metrics().forEach((name, value) -> row(page, "  " + name, number(value)));
    page.append(line("%nprovenance%n"));
    version.provenance().forEach((name, value) -> row(page, "  " + name, value));
    return page.toString();
  }

  /** Returns the metrics of both side by side, and what else differs. */
  static String difference(ModelVersion left, ModelVersion right) {
    String form = "%-36s  %28s  %28s  %9s%n";
    StringBuilder table =
        new StringBuilder(line(form, "metric", left.version(), right.version(), "gain"));
    TreeSet<String> names = new TreeSet<>(left.metrics().keySet());
    names.addAll(right.metrics().keySet());
    for (String name : names) {
      @Nullable Double before = left.metrics().get(name);
      @Nullable Double after = right.metrics().get(name);
      String gain = before == null || after == null ? "" : line("%+.4f", after - before);
      table.append(line(form, name, number(before), number(after), gain));
    }
    differing(table, "classes", left.classes().toString(), right.classes().toString());
    differing(table, "preprocessing", left.preprocessing(), right.preprocessing());
    TreeSet<String> facts = new TreeSet<>(left.provenance().keySet());
    facts.addAll(right.provenance().keySet());
    facts.forEach(
        name ->
            differing(
                table,
                name,
                left.provenance().getOrDefault(name, "-"),
                right.provenance().getOrDefault(name, "-")));
    return table.toString();
  }

  private static void differing(StringBuilder table, String name, String left, String right) {
    if (!left.equals(right)) {
      table.append(line("%n%s%n  %s%n  %s%n", name, left, right));
    }
  }

  private static void row(StringBuilder page, String name, String value) {
    page.append(line("%-36s%s%n", name, value));
  }

  private static String number(@Nullable Double value) {
    return value == null ? "-" : line("%.4f", value);
  }

  private static String share(@Nullable Double value) {
    return value == null ? "-" : line("%.1f %%", 100 * value);
  }

  private static String time(long micros) {
    return TIME.format(Instant.ofEpochMilli(micros / 1_000));
  }

  private static String line(String format, Object... parts) {
    return String.format(Locale.ROOT, format, parts);
  }
}
