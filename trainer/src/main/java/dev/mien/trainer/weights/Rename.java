// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.weights;

/**
 * A rule for names of tensors: those that begin one way begin another way instead.
 *
 * @param from beginning of the name in the file, not empty
 * @param to beginning of the name in the network, may be empty
 */
public record Rename(String from, String to) {

  /**
   * Checks the beginning.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public Rename {
    if (from.isEmpty()) {
      throw new IllegalArgumentException(
          "rename rule '=%s' has nothing to rename, expected for example fc.=classifier."
              .formatted(to));
    }
  }

  /**
   * Reads {@code from=to}.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  public static Rename parse(String text) {
    int sign = text.indexOf('=');
    if (sign < 0) {
      throw new IllegalArgumentException(
          "rename rule is '%s', expected FROM=TO, for example fc.=classifier.".formatted(text));
    }
    return new Rename(text.substring(0, sign), text.substring(sign + 1));
  }

  String apply(String name) {
    return name.startsWith(from) ? to + name.substring(from.length()) : name;
  }

  @Override
  public String toString() {
    return from + "=" + to;
  }
}
