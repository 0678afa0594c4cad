// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import dev.mien.runtime.FileProblem;
import dev.mien.runtime.Sha256;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Writes a packed file, one face after the other. It appears under its name when it is whole, and
 * not at all if it is closed before. For one thread.
 */
final class FaceSetWriter implements AutoCloseable {

  private final Path file;
  private final Path unfinished;
  private final Index empty;
  private final FileChannel channel;
  private final MessageDigest digest = Sha256.digest();
  private final List<Entry> faces = new ArrayList<>();

  private FaceSetWriter(Path file, Path unfinished, Index empty, FileChannel channel) {
    this.file = file;
    this.unfinished = unfinished;
    this.empty = empty;
    this.channel = channel;
  }

  /**
   * Begins a file.
   *
   * @param empty what it will hold, but for the faces
   * @throws StageFailure if it cannot be written, or another process writes it
   */
  static FaceSetWriter create(Path file, Index empty) {
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    try {
      FileChannel channel =
          FileChannel.open(unfinished, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        throw new StageFailure(
            file + ": another process writes it: wait for it, or name another --out");
      }
      // An interrupted process does not get to close it.
      unfinished.toFile().deleteOnExit();
      channel.truncate(0);
      return new FaceSetWriter(file, unfinished, empty, channel.position(Preamble.BYTES));
    } catch (IOException e) {
      throw new StageFailure(
          "%s: cannot be written (%s): is there such a folder, and may you write to it?"
              .formatted(file, FileProblem.reason(e)),
          e);
    }
  }

  /**
   * Adds a face.
   *
   * @param rgb red, green and blue of every pixel, row by row
   * @throws IllegalArgumentException if these are not the bytes of one picture
   * @throws StageFailure if it cannot be written
   */
  void add(Entry face, byte[] rgb) {
    if (rgb.length != empty.pictureBytes()) {
      throw new IllegalArgumentException(
          "%s: %d bytes, expected %d".formatted(face.name(), rgb.length, empty.pictureBytes()));
    }
    append(rgb);
    faces.add(face);
  }

  /**
   * Ends the file and gives it its name.
   *
   * @throws StageFailure if it cannot be written
   */
  void finish() {
    try {
      byte[] json = empty.with(faces).json();
      long start = channel.position();
      append(json);
      String hash = HexFormat.of().formatHex(digest.digest());
      channel.write(new Preamble(start, json.length, hash).encoded(), 0);
      channel.force(true);
      channel.close();
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void append(byte[] bytes) {
    digest.update(bytes);
    try {
      WholeFile.writeAll(channel, ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private StageFailure unwritable(IOException e) {
    return new StageFailure(
        String.format(
            Locale.ROOT,
            "%s cannot be written after %,d faces of %,d bytes: %s: make room, or name another --out",
            unfinished,
            faces.size(),
            empty.pictureBytes(),
            FileProblem.reason(e)),
        e);
  }

  /** Removes what is not finished. */
  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(unfinished);
  }
}
