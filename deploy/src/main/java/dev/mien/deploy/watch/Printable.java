// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.watch;

import java.util.regex.Pattern;

/** Text of others for a terminal, which control characters would steer. */
final class Printable {

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x80-\\x9f]");

  private Printable() {}

  /** Returns the text with every control character, line ends included, in the notation of JSON. */
  static String of(String text) {
    return CONTROL
        .matcher(text)
        .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
  }
}
