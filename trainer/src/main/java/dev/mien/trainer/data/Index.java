// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;

/**
 * What a packed file holds.
 *
 * @param source kind of data set that it was made from
 * @param side of the pictures, in pixels
 * @param margin beyond the aligned square on each side, in pixels
 * @param classes that the labels count
 * @param faces in the order of their pixels
 */
record Index(String source, int side, int margin, List<String> classes, List<Entry> faces) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_SIDE = 1024;

  /**
   * Checks that the parts agree.
   *
   * @throws IllegalArgumentException naming the value
   */
  Index {
    classes = List.copyOf(classes);
    faces = List.copyOf(faces);
    if (side < 1 || side > MAX_SIDE) {
      throw new IllegalArgumentException("side " + side + ", expected 1 to " + MAX_SIDE);
    }
    if (margin < 0 || 2 * margin >= side) {
      throw new IllegalArgumentException("margin " + margin + " of a side of " + side);
    }
    for (Entry face : faces) {
      check(face, classes.size());
    }
  }

  private static void check(Entry face, int classes) {
    if (face.label() >= classes) {
      throw new IllegalArgumentException(
          "%s: label %d, expected 0 to %d".formatted(face.name(), face.label(), classes - 1));
    }
    if (!face.votes().isEmpty() && face.votes().size() != classes) {
      throw new IllegalArgumentException(
          "%s: %d votes for %d classes".formatted(face.name(), face.votes().size(), classes));
    }
  }

  /**
   * Reads what {@link #json} wrote.
   *
   * @throws IOException if it is something else
   */
  static Index read(byte[] json) throws IOException {
    return JSON.readValue(json, Index.class);
  }

  byte[] json() throws IOException {
    return JSON.writeValueAsBytes(this);
  }

  Index with(List<Entry> otherFaces) {
    return new Index(source, side, margin, classes, otherFaces);
  }

  /** Returns the bytes of one picture. */
  int pictureBytes() {
    return 3 * side * side;
  }

  /** Returns the bytes of all pictures. */
  long pixelBytes() {
    return (long) faces.size() * pictureBytes();
  }
}
