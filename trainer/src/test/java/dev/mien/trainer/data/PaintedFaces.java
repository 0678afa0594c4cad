// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A packed file of pictures that are no faces, for tests of what reads such files. */
public final class PaintedFaces {

  private final int side;
  private final int margin;
  private final List<String> classes;
  private final List<Entry> faces = new ArrayList<>();
  private final List<byte[]> pixels = new ArrayList<>();
  private final Random random = new Random(7);

  /** Begins without faces. */
  public PaintedFaces(int side, int margin, List<String> classes) {
    this.side = side;
    this.margin = margin;
    this.classes = classes;
  }

  /** Adds a picture of noise. */
  public PaintedFaces noise(int label, Part part) {
    return add(label, part, noise());
  }

  /** Adds a picture of one colour within a black margin. */
  public PaintedFaces plain(int label, Part part, int red, int green, int blue) {
    byte[] rgb = new byte[3 * side * side];
    for (int y = margin; y < side - margin; y++) {
      for (int x = margin; x < side - margin; x++) {
        int at = 3 * (y * side + x);
        rgb[at] = (byte) red;
        rgb[at + 1] = (byte) green;
        rgb[at + 2] = (byte) blue;
      }
    }
    return add(label, part, rgb);
  }

  /** Adds a picture of noise that people have voted on; its class is that with the most votes. */
  public PaintedFaces voted(Part part, Float... votes) {
    List<Float> shares = List.of(votes);
    return add(shares.indexOf(Collections.max(shares)), shares, part, noise());
  }

  /** Writes the file and opens it. */
  public FaceSet write(Path file) throws IOException {
    Index empty = new Index("painted", side, margin, classes, List.of());
    try (FaceSetWriter writer = FaceSetWriter.create(file, empty)) {
      for (int i = 0; i < faces.size(); i++) {
        writer.add(faces.get(i), pixels.get(i));
      }
      writer.finish();
    }
    return FaceSet.open(file);
  }

  private byte[] noise() {
    byte[] rgb = new byte[3 * side * side];
    random.nextBytes(rgb);
    return rgb;
  }

  private PaintedFaces add(int label, Part part, byte[] rgb) {
    return add(label, List.of(), part, rgb);
  }

  private PaintedFaces add(int label, List<Float> votes, Part part, byte[] rgb) {
    faces.add(new Entry("picture " + faces.size(), label, votes, part, true));
    pixels.add(rgb);
    return this;
  }
}
