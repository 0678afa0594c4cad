// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mien.events.ModelVersion;
import java.util.regex.Pattern;

/** The keys of {@code mien.model-chunks}: {@code version/upload/number}. */
final class ChunkKey {

  private static final int UNKNOWN = -1;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  private ChunkKey() {}

  static byte[] of(ModelVersion version, int number) {
    return (prefix(version) + number).getBytes(UTF_8);
  }

  /** Returns the number of a slice of this upload, something else if it is none. */
  static int number(ModelVersion version, byte[] key) {
    String text = new String(key, UTF_8);
    String prefix = prefix(version);
    String number = text.startsWith(prefix) ? text.substring(prefix.length()) : "";
    return NUMBER.matcher(number).matches() ? Integer.parseInt(number) : UNKNOWN;
  }

  private static String prefix(ModelVersion version) {
    return version.file() + "/";
  }
}
