// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * How many faces a set has.
 *
 * @param classes that it has
 * @param parts the count of each class for every part that has faces
 */
public record FaceSetSummary(List<String> classes, Map<Part, List<Count>> parts) {

  /**
   * Faces of one class in one part.
   *
   * @param faces all of them
   * @param detected those that the detector found
   */
  public record Count(int faces, int detected) {

    Count plus(Count other) {
      return new Count(faces + other.faces, detected + other.detected);
    }

    String rate() {
      return faces == 0 ? "-" : text("%.1f %%", 100.0 * detected / faces);
    }
  }

  /** Copies its components. */
  public FaceSetSummary {
    classes = List.copyOf(classes);
    parts = Map.copyOf(parts);
  }

  /** Counts the faces of a set. */
  public static FaceSetSummary of(FaceSet set) {
    return of(set, IntStream.range(0, set.size()).toArray());
  }

  /** Counts some faces of a set. */
  public static FaceSetSummary of(FaceSet set, int[] faces) {
    Map<Part, List<Count>> parts = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      int[] ofPart = IntStream.of(faces).filter(face -> set.part(face) == part).toArray();
      if (ofPart.length > 0) {
        parts.put(part, counts(set, ofPart));
      }
    }
    return new FaceSetSummary(set.classes(), parts);
  }

  private static List<Count> counts(FaceSet set, int[] faces) {
    int[] all = new int[set.classes().size()];
    int[] detected = new int[all.length];
    for (int face : faces) {
      all[set.label(face)]++;
      detected[set.label(face)] += set.detected(face) ? 1 : 0;
    }
    List<Count> counts = new ArrayList<>();
    for (int label = 0; label < all.length; label++) {
      counts.add(new Count(all[label], detected[label]));
    }
    return counts;
  }

  /** Returns a table for people: a row for each class, two columns for each part. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    StringBuilder head = new StringBuilder(text("%-12s", ""));
    for (Part part : Part.values()) {
      if (parts.containsKey(part)) {
        head.append(text("%12s%10s", part.written(), "found"));
      }
    }
    lines.add(head.toString());
    for (int label = 0; label < classes.size(); label++) {
      int row = label;
      lines.add(row(classes.get(label), counts -> counts.get(row)));
    }
    lines.add(row("all", FaceSetSummary::sum));
    lines.add(imbalance());
    return lines;
  }

  private String row(String name, Function<List<Count>, Count> of) {
    StringBuilder line = new StringBuilder(text("%-12s", name));
    for (Part part : Part.values()) {
      if (parts.containsKey(part)) {
        Count count = of.apply(parts.getOrDefault(part, List.of()));
        line.append(text("%,12d%10s", count.faces(), count.rate()));
      }
    }
    return line.toString();
  }

  /** The largest class divided by the smallest. */
  private String imbalance() {
    StringBuilder line = new StringBuilder(text("%-12s", "imbalance"));
    for (Part part : Part.values()) {
      if (parts.containsKey(part)) {
        double factor =
            Imbalance.factor(
                parts.getOrDefault(part, List.of()).stream().mapToInt(Count::faces).toArray());
        line.append(text("%12s%10s", Double.isFinite(factor) ? text("%.1f", factor) : "-", ""));
      }
    }
    return line.toString().stripTrailing();
  }

  private static Count sum(List<Count> counts) {
    return counts.stream().reduce(new Count(0, 0), Count::plus);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
