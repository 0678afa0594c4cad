// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mien.events.ModelVersion;

/** The keys of {@code mien.model-chunks}: {@code version/upload/number}. */
final class ChunkKey {

  private static final int UNKNOWN = -1;

  private ChunkKey() {}

  static byte[] of(ModelVersion version, int number) {
    return (prefix(version) + number).getBytes(UTF_8);
  }

  /** Returns the number of a slice of this upload, something else if it is none. */
  static int number(ModelVersion version, byte[] key) {
    String text = new String(key, UTF_8);
    String prefix = prefix(version);
    return text.matches("\\Q" + prefix + "\\E\\d{1,9}")
        ? Integer.parseInt(text.substring(prefix.length()))
        : UNKNOWN;
  }

  private static String prefix(ModelVersion version) {
    return version.file() + "/";
  }
}
