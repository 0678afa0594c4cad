// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** Many faces in one picture, to see at a glance what a network will see. */
public final class ContactSheet {

  private static final int COLUMNS = 12;
  private static final int ROWS = 8;
  private static final int FRAME = 3;
  private static final int RED = 0xE02020;

  private final FaceSet set;
  private final byte[] rgb;

  private ContactSheet(FaceSet set) {
    this.set = set;
    this.rgb = new byte[3 * set.side() * set.side()];
  }

  /**
   * Writes a PNG for each class, named after it: up to 96 faces, evenly taken from all with a
   * label. Those that the detector did not find have a red frame.
   *
   * @param folder is made if need be
   */
  public static void write(FaceSet set, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (int label = 0; label < set.classes().size(); label++) {
      int wanted = label;
      int[] faces =
          IntStream.range(0, set.size())
              .filter(face -> set.label(face) == wanted && Part.LABELLED.contains(set.part(face)))
              .toArray();
      if (faces.length > 0) {
        Path file = folder.resolve(set.classes().get(label) + ".png");
        ImageIO.write(new ContactSheet(set).sheet(faces), "png", file.toFile());
      }
    }
  }

  private BufferedImage sheet(int[] faces) {
    int shown = Math.min(faces.length, COLUMNS * ROWS);
    int rows = (shown + COLUMNS - 1) / COLUMNS;
    BufferedImage sheet =
        new BufferedImage(COLUMNS * set.side(), rows * set.side(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < shown; i++) {
      int face = faces[(int) ((long) i * faces.length / shown)];
      draw(face, sheet, i % COLUMNS * set.side(), i / COLUMNS * set.side());
    }
    return sheet;
  }

  private void draw(int face, BufferedImage sheet, int left, int top) {
    set.pixels(face, rgb);
    int side = set.side();
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        boolean edge = Math.min(Math.min(x, y), Math.min(side - 1 - x, side - 1 - y)) < FRAME;
        sheet.setRGB(
            left + x, top + y, edge && !set.detected(face) ? RED : colour(3 * (y * side + x)));
      }
    }
  }

  private int colour(int at) {
    return ((rgb[at] & 0xFF) << 16) | ((rgb[at + 1] & 0xFF) << 8) | (rgb[at + 2] & 0xFF);
  }
}
