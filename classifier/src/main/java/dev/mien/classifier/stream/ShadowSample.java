// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import dev.mien.events.Face;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Which faces a candidate is tried on: for every classifier the same. */
final class ShadowSample {

  private static final double HASHES = 0x1p32;

  private final double share;

  ShadowSample(double share) {
    this.share = share;
  }

  boolean has(Face face) {
    String key = face.frame().camera() + "/" + face.frame().number() + "/" + face.track();
    CRC32C hash = new CRC32C();
    hash.update(key.getBytes(StandardCharsets.UTF_8));
    return hash.getValue() / HASHES < share;
  }
}
