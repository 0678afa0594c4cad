// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import dev.mien.events.Face;
import dev.mien.runtime.FileProblem;
import dev.mien.runtime.Sha256;
import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Labelled faces in a packed file, which {@code mien data prepare} makes. The pixels are mapped,
 * not read: the operating system keeps in memory what is used. Several threads may read it.
 */
public final class FaceSet implements AutoCloseable {

  private final Path file;
  private final Index index;
  private final String hash;
  private volatile @Nullable MappedRows pictures;

  private FaceSet(Path file, Index index, String hash, MappedRows pictures) {
    this.file = file;
    this.index = index;
    this.hash = hash;
    this.pictures = pictures;
  }

  /**
   * Opens a packed file.
   *
   * @throws StageFailure if it is missing, another kind of file, of another version, or cut short
   * @see #verify
   */
  public static FaceSet open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new StageFailure(
          file + ": no such file: make one with 'mien data prepare --out " + file + "'");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      Preamble preamble = Preamble.read(file, channel);
      Index index = index(file, channel, preamble);
      return new FaceSet(file, index, preamble.hash(), pictures(channel, index));
    } catch (IOException e) {
      throw new StageFailure(file + ": cannot be read: " + FileProblem.reason(e), e);
    }
  }

  private static Index index(Path file, FileChannel channel, Preamble preamble) throws IOException {
    byte[] json = new byte[Math.toIntExact(preamble.indexBytes())];
    channel.map(MapMode.READ_ONLY, preamble.indexStart(), json.length).get(json);
    Index index;
    try {
      index = Index.read(json);
    } catch (IOException e) {
      throw damaged(file, "no index: " + e.getMessage());
    }
    if (Preamble.BYTES + index.pixelBytes() != preamble.indexStart()) {
      throw damaged(file, index.faces().size() + " faces do not fill it");
    }
    return index;
  }

  private static StageFailure damaged(Path file, String what) {
    return new StageFailure(
        file + ": damaged (" + what + "): make it again with 'mien data prepare'");
  }

  private static MappedRows pictures(FileChannel channel, Index index) throws IOException {
    return MappedRows.of(channel, Preamble.BYTES, index.pictureBytes(), index.faces().size());
  }

  /**
   * Reads the whole file and compares it with its hash: whoever learns from it says so later.
   *
   * @throws StageFailure if it is damaged
   */
  public void verify() {
    MessageDigest digest = Sha256.digest();
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(Preamble.BYTES);
      in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    } catch (IOException e) {
      throw new StageFailure(file + ": cannot be read: " + FileProblem.reason(e), e);
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(hash)) {
      throw damaged(file, "its content is not what was written");
    }
  }

  /**
   * Checks that the faces have the size in which they travel to a model: others would be judged as
   * nobody serves them.
   *
   * @throws StageFailure if they have another
   */
  public void requireServedSize() {
    if (alignedSide() != Face.SIDE) {
      throw new StageFailure(
          "%s holds aligned faces of %d pixels a side, they travel with %d: prepare it again with this version"
              .formatted(file, alignedSide(), Face.SIDE));
    }
  }

  /**
   * Checks that there are faces in a part.
   *
   * @throws StageFailure if there are none
   */
  public void require(Part part) {
    if (indices(part).length == 0) {
      throw new StageFailure(
          "%s has no faces in its %s part: prepare it again from data that has one"
              .formatted(file, part.written()));
    }
  }

  /** Returns the number of faces. */
  public int size() {
    return index.faces().size();
  }

  /** Returns the width and height of every picture in pixels, the margins included. */
  public int side() {
    return index.side();
  }

  /**
   * Returns how many pixels each picture has beyond the aligned square, on every side: what a
   * network sees lies {@code margin} to {@code side - margin}, the rest is for shifts and turns.
   */
  public int margin() {
    return index.margin();
  }

  /** Returns how many of some faces each class has. */
  public int[] counts(int[] faces) {
    int[] counts = new int[classes().size()];
    Arrays.stream(faces).forEach(face -> counts[label(face)]++);
    return counts;
  }

  /** Returns the width and height of the aligned square within the margin, in pixels. */
  public int alignedSide() {
    return side() - 2 * margin();
  }

  /** Returns the kind of data set that it was made from. */
  public String source() {
    return index.source();
  }

  /** Returns the classes, in the order in which labels count them. */
  public List<String> classes() {
    return index.classes();
  }

  /** Returns the index of a face's class, of one that is undecided that with the most votes. */
  public int label(int face) {
    return index.faces().get(face).label();
  }

  /** Returns the share of each class in a face's votes; all for the label where none were cast. */
  public float[] votes(int face) {
    return index.faces().get(face).distribution(index.classes().size());
  }

  /** Returns whether faces have votes, and not labels only. */
  public boolean hasVotes() {
    return index.faces().stream().anyMatch(face -> !face.votes().isEmpty());
  }

  /** Returns the name of a face's picture within its data set. */
  public String name(int face) {
    return index.faces().get(face).name();
  }

  /** Returns what a face is for. */
  public Part part(int face) {
    return index.faces().get(face).part();
  }

  /** Returns whether the detector found the face; if not, it was cut out at a usual place. */
  public boolean detected(int face) {
    return index.faces().get(face).detected();
  }

  /**
   * Copies the pixels of a face: red, green, blue, row by row from the top left.
   *
   * @param rgb takes 3 x side x side bytes
   * @throws IllegalStateException if the set is closed
   */
  public void pixels(int face, byte[] rgb) {
    MappedRows open = pictures;
    if (open == null) {
      throw new IllegalStateException("the set of faces is closed");
    }
    open.row(face).get(rgb, 0, index.pictureBytes());
  }

  /** Returns the faces of some parts, ascending. */
  public int[] indices(Part... parts) {
    List<Part> wanted = List.of(parts);
    return IntStream.range(0, size()).filter(face -> wanted.contains(part(face))).toArray();
  }

  /** Returns the SHA-256 of pixels, labels and names, hexadecimal. */
  public String hash() {
    return hash;
  }

  /** Lets go of the pixels; their memory is freed when the garbage collector comes by. */
  @Override
  public void close() {
    pictures = null;
  }
}
