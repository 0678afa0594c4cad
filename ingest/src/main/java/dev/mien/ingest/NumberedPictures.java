// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Pictures of one folder that are numbered: {@code %04d} in a name stands for the number. FFmpeg
 * looks for the first one up to 4 only, and takes a gap for the end.
 *
 * @param first number, 0 or more
 */
record NumberedPictures(int first) {

  private static final Pattern NUMBER = Pattern.compile("(.*?)%0?(\\d*)d(.*)");

  /** Returns whether a path, or a part of it, has the place of a number. */
  static boolean isPattern(String path) {
    return NUMBER.matcher(path).matches();
  }

  /**
   * Looks which are there.
   *
   * @param pattern path whose name has the place of the number
   * @throws StageFailure if there is none, or one is missing between others
   */
  static NumberedPictures of(Path pattern) {
    NavigableSet<Integer> numbers = numbers(pattern);
    if (numbers.isEmpty()) {
      throw new StageFailure(
          "no picture '%s': check the path, %s stands for the number".formatted(pattern, "%04d"));
    }
    for (int number = numbers.first(); number <= numbers.last(); number++) {
      if (!numbers.contains(number)) {
        throw new StageFailure(
            "of the pictures '%s', %d to %d, number %d is missing: it would be taken for the end; number them without a gap"
                .formatted(pattern, numbers.first(), numbers.last(), number));
      }
    }
    return new NumberedPictures(numbers.first());
  }

  /** Returns what FFmpeg has to be told. */
  Map<String, String> options() {
    return Map.of("start_number", Integer.toString(first));
  }

  private static NavigableSet<Integer> numbers(Path pattern) {
    NavigableSet<Integer> numbers = new TreeSet<>();
    String name = pattern.getFileName().toString();
    Matcher parts = NUMBER.matcher(name);
    if (!parts.matches()) {
      throw new StageFailure(
          "'%s' has the place of its number in a folder: it has to be in the name of the pictures"
              .formatted(pattern));
    }
    Pattern names =
        Pattern.compile(
            Pattern.quote(plain(parts.group(1)))
                + "(0*\\d{1,9})"
                + Pattern.quote(plain(parts.group(3))));
    try (Stream<Path> files = Files.list(pattern.toAbsolutePath().getParent())) {
      files
          .map(file -> names.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .filter(found -> found.group(1).equals(padded(number(found), parts.group(2))))
          .forEach(found -> numbers.add(number(found)));
    } catch (IOException e) {
      throw new StageFailure(
          "the folder of the pictures '%s' cannot be listed: %s".formatted(pattern, e), e);
    }
    return numbers;
  }

  /** As FFmpeg does it, with zeros whether the pattern says so or not. */
  private static String padded(int number, String width) {
    String digits = Integer.toString(number);
    int zeros = (width.isEmpty() ? 0 : Integer.parseInt(width)) - digits.length();
    return "0".repeat(Math.max(0, zeros)) + digits;
  }

  private static int number(Matcher found) {
    return Integer.parseInt(found.group(1));
  }

  /** A percent sign that is none of the number's is written twice. */
  private static String plain(String text) {
    return text.replace("%%", "%");
  }
}
