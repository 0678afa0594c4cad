// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files that appear as a whole or not at all: a full disk does not cost the old one. */
public final class WholeFile {

  private WholeFile() {}

  /** What a file gets. */
  @FunctionalInterface
  public interface Content {

    /**
     * Writes it to the empty file.
     *
     * @throws IOException if there is no room
     */
    void writeTo(FileChannel file) throws IOException;
  }

  /**
   * Writes a file, in place of the one that is there.
   *
   * @throws IOException if it cannot be written; then the old one is still there
   */
  public static void write(Path file, Content content) throws IOException {
    Path part = part(file);
    try {
      try (FileChannel channel =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        content.writeTo(channel);
        channel.force(true); // or, after a power cut, the new name could have no bytes
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part); // on a full disk it would keep it full
    }
  }

  /**
   * Writes these bytes, likewise.
   *
   * @throws IOException if it cannot be written; then the old one is still there
   */
  public static void write(Path file, byte[] content) throws IOException {
    write(file, channel -> writeAll(channel, ByteBuffer.wrap(content)));
  }

  /**
   * Writes a text in UTF-8, likewise.
   *
   * @throws IOException if it cannot be written; then the old one is still there
   */
  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the file in the making; one that is there before is of a process that was killed. */
  public static Path part(Path file) {
    return file.resolveSibling(file.getFileName() + ".part");
  }

  /**
   * Writes what is left in a buffer: a channel may take less at a time.
   *
   * @throws IOException if there is no room
   */
  public static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
