// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

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

    double rate() {
      return faces == 0 ? 0 : (double) detected / faces;
    }
  }

  /** Copies its components. */
  public FaceSetSummary {
    classes = List.copyOf(classes);
    parts = Map.copyOf(parts);
  }

  /** Counts the faces of a set. */
  public static FaceSetSummary of(FaceSet set) {
    Map<Part, List<Count>> parts = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      int[] faces = set.indices(part);
      if (faces.length > 0) {
        parts.put(part, counts(set, faces));
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
    StringBuilder head = new StringBuilder("%-12s".formatted(""));
    for (Part part : Part.values()) {
      if (parts.containsKey(part)) {
        head.append("%12s%10s".formatted(part.name().toLowerCase(Locale.ROOT), "found"));
      }
    }
    lines.add(head.toString());
    for (int label = 0; label < classes.size(); label++) {
      int row = label;
      lines.add(row(classes.get(label), counts -> counts.get(row)));
    }
    lines.add(row("all", FaceSetSummary::sum));
    return lines;
  }

  private String row(String name, Function<List<Count>, Count> of) {
    StringBuilder line = new StringBuilder("%-12s".formatted(name));
    for (Part part : Part.values()) {
      if (parts.containsKey(part)) {
        Count count = of.apply(parts.getOrDefault(part, List.of()));
        line.append("%,12d%8.1f %%".formatted(count.faces(), 100 * count.rate()));
      }
    }
    return line.toString();
  }

  private static Count sum(List<Count> counts) {
    return counts.stream().reduce(new Count(0, 0), Count::plus);
  }
}
