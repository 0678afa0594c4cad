// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * The first {@value #BYTES} bytes of a packed file; then come the pixels of every face, then the
 * {@link Index} as JSON, which is the end. Numbers have the highest byte first.
 *
 * @param indexStart where the index begins, in bytes from the start of the file
 * @param indexBytes length of the index
 * @param hash SHA-256 of all that follows the preamble, hexadecimal
 */
record Preamble(long indexStart, long indexBytes, String hash) {

  static final int BYTES = 64;

  private static final String MAGIC = "MIENFACE";
  private static final int VERSION = 1;

  ByteBuffer encoded() {
    return ByteBuffer.allocate(BYTES)
        .put(MAGIC.getBytes(StandardCharsets.US_ASCII))
        .putInt(VERSION)
        .putInt(0)
        .putLong(indexStart)
        .putLong(indexBytes)
        .put(HexFormat.of().parseHex(hash))
        .flip();
  }

  /**
   * Reads the start of a file.
   *
   * @throws StageFailure if it is no packed file, of another version, or not whole
   */
  static Preamble read(Path file, FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {}
    bytes.flip();
    byte[] magic = new byte[Math.min(MAGIC.length(), bytes.remaining())];
    bytes.get(magic);
    if (!new String(magic, StandardCharsets.ISO_8859_1).equals(MAGIC)) {
      throw new StageFailure(
          file + ": not a packed set of faces: make one with 'mien data prepare'");
    }
    if (bytes.limit() < BYTES) {
      throw cutShort(file, bytes.limit(), "at least " + BYTES);
    }
    int version = bytes.getInt();
    if (version != VERSION) {
      throw new StageFailure(
          "%s: format version %d, this Mien reads %d: make it again with 'mien data prepare'"
              .formatted(file, version, VERSION));
    }
    bytes.getInt();
    return whole(file, channel.size(), bytes);
  }

  private static Preamble whole(Path file, long size, ByteBuffer bytes) {
    long indexStart = bytes.getLong();
    long indexBytes = bytes.getLong();
    byte[] hash = new byte[32];
    bytes.get(hash);
    if (indexStart < BYTES || indexBytes < 0 || size != indexStart + indexBytes) {
      throw cutShort(file, size, Long.toString(indexStart + indexBytes));
    }
    return new Preamble(indexStart, indexBytes, HexFormat.of().formatHex(hash));
  }

  private static StageFailure cutShort(Path file, long size, String expected) {
    return new StageFailure(
        "%s: %d bytes, expected %s: the file is not whole, copy it again or make it again with 'mien data prepare'"
            .formatted(file, size, expected));
  }
}
