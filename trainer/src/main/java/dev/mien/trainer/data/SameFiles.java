// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import dev.mien.runtime.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which pictures are the same file, by their sizes and beginnings. */
final class SameFiles {

  private static final int BEGINNING = 16 << 10;

  private SameFiles() {}

  /**
   * Puts pictures together that are the same.
   *
   * @param chosen numbers of samples
   * @return groups of these numbers, in the order of their first ones
   */
  static Collection<List<Integer>> groups(List<Sample> samples, List<Integer> chosen) {
    Map<Integer, Long> sizes = new HashMap<>();
    chosen.forEach(i -> sizes.put(i, size(samples.get(i).file())));
    Map<Long, Integer> counts = new HashMap<>();
    sizes.values().forEach(size -> counts.merge(size, 1, Integer::sum));
    Map<String, List<Integer>> groups = new LinkedHashMap<>();
    for (int i : chosen) {
      boolean alone = counts.getOrDefault(sizes.get(i), 0) == 1;
      String key = alone ? "picture " + i : sizes.get(i) + beginning(samples.get(i).file(), i);
      groups.computeIfAbsent(key, any -> new ArrayList<>()).add(i);
    }
    return groups.values();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return -1; // Whoever reads the picture says what is wrong with it.
    }
  }

  /** Large sets need not be read as a whole; two that differ later do no harm in one part. */
  private static String beginning(Path file, int number) {
    try (InputStream in = Files.newInputStream(file)) {
      return Sha256.of(in.readNBytes(BEGINNING));
    } catch (IOException e) {
      return "unreadable picture " + number;
    }
  }
}
