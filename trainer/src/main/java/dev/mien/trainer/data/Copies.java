// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import dev.mien.runtime.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Pictures that a set holds more than once, pixel by pixel. A face that is in the training part as
 * well is no test of what was learned; one that has two labels teaches nothing.
 */
public final class Copies {

  private final FaceSet set;
  private final List<String> pictures;
  private final Map<String, List<Integer>> learned = new HashMap<>();
  private final Set<String> undecided = new HashSet<>();

  private Copies(FaceSet set, List<String> pictures) {
    this.set = set;
    this.pictures = pictures;
    for (int face : set.indices(Part.TRAIN)) {
      learned.computeIfAbsent(pictures.get(face), picture -> new ArrayList<>()).add(face);
    }
    for (int face : set.indices(Part.UNDECIDED)) {
      undecided.add(pictures.get(face));
    }
  }

  /** Reads all pictures of a set, which stays open for as long as this is used. */
  public static Copies of(FaceSet set) {
    byte[] rgb = new byte[3 * set.side() * set.side()];
    List<String> pictures = new ArrayList<>();
    for (int face = 0; face < set.size(); face++) {
      set.pixels(face, rgb);
      pictures.add(new String(Sha256.digest().digest(rgb), StandardCharsets.ISO_8859_1));
    }
    return new Copies(set, pictures);
  }

  /** Returns whether a run may have learned from the same picture, whatever part the face is in. */
  public boolean isLearned(int face) {
    String picture = pictures.get(face);
    return learned.containsKey(picture) || undecided.contains(picture);
  }

  /**
   * Returns where in a list of faces those are that were not learned from, by which alone something
   * may be chosen: all, if there are no others.
   */
  public int[] unlearned(int[] faces) {
    int[] unlearned = IntStream.range(0, faces.length).filter(i -> !isLearned(faces[i])).toArray();
    return unlearned.length == 0 ? IntStream.range(0, faces.length).toArray() : unlearned;
  }

  /** Returns where in a list of faces those are whose pictures none of some others has. */
  public int[] unlike(int[] faces, int[] others) {
    Set<String> known =
        IntStream.of(others).mapToObj(pictures::get).collect(Collectors.toUnmodifiableSet());
    return IntStream.range(0, faces.length)
        .filter(i -> !known.contains(pictures.get(faces[i])))
        .toArray();
  }

  /** Returns lines for people, none if there are no copies. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    long repeated = learned.values().stream().mapToLong(faces -> faces.size() - 1L).sum();
    if (repeated > 0) {
      lines.add(
          text(
              "%,d faces of the train part repeat another one of it, pixel by pixel; %,d pictures have more than one label",
              repeated, learned.values().stream().filter(this::isContradictory).count()));
    }
    for (Part part : List.of(Part.VALIDATION, Part.TEST)) {
      long seen = IntStream.of(set.indices(part)).filter(this::isLearned).count();
      if (seen > 0) {
        lines.add(
            text(
                "%,d faces of the %s part are among the pictures to learn from, too, pixel by pixel",
                seen, part.written()));
      }
    }
    return lines;
  }

  private boolean isContradictory(List<Integer> faces) {
    return faces.stream().map(set::label).distinct().count() > 1;
  }

  private static String text(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
