// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.mien.runtime.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;

/**
 * Which pictures are the same file, byte by byte. Large sets are not read as a whole for it: sizes
 * and beginnings part most files already.
 */
final class SameFiles {

  private static final int BEGINNING = 16 << 10;

  private SameFiles() {}

  /**
   * Puts pictures together that are the same.
   *
   * @param chosen numbers of samples
   * @return groups of these numbers, in the order of their first ones
   */
  static List<List<Integer>> groups(List<Sample> samples, List<Integer> chosen) {
    List<List<Integer>> groups = List.of(chosen);
    groups = parted(groups, i -> size(samples.get(i).file()));
    groups = parted(groups, i -> hash(samples.get(i).file(), BEGINNING));
    groups = parted(groups, i -> hash(samples.get(i).file(), Integer.MAX_VALUE));
    return groups.stream().sorted(Comparator.comparing(group -> group.get(0))).toList();
  }

  private static List<List<Integer>> parted(
      List<List<Integer>> groups, Function<Integer, String> key) {
    List<List<Integer>> parts = new ArrayList<>();
    for (List<Integer> group : groups) {
      if (group.size() == 1) {
        parts.add(group);
      } else {
        parts.addAll(
            group.stream().collect(groupingBy(key, LinkedHashMap::new, toList())).values());
      }
    }
    return parts;
  }

  private static String size(Path file) {
    try {
      return Long.toString(Files.size(file));
    } catch (IOException e) {
      return unreadable(file);
    }
  }

  private static String hash(Path file, int bytes) {
    try (InputStream in = Files.newInputStream(file)) {
      return Sha256.of(in.readNBytes(bytes));
    } catch (IOException e) {
      return unreadable(file);
    }
  }

  /** Whoever reads the picture says what is wrong with it. */
  private static String unreadable(Path file) {
    return "unreadable " + file;
  }
}
