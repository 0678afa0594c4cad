// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier;

import dev.mien.events.Box;
import dev.mien.events.Face;
import dev.mien.events.Frame;
import dev.mien.events.Landmarks;
import dev.mien.events.Point;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The golden faces, and where they could have been seen. */
public final class FaceSamples {

  /** Names of the pictures. */
  public static final List<String> NAMES = List.of("laughing", "smiling", "serious", "calm");

  private FaceSamples() {}

  /** Returns the PNG of a name. */
  public static byte[] png(String name) {
    try (InputStream in = FaceSamples.class.getResourceAsStream("model/golden/" + name + ".png")) {
      if (in == null) {
        throw new IllegalArgumentException("no face '" + name + "', there are " + NAMES);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a face of frame {@code number} at that many times 40 ms. */
  public static Face face(String camera, long track, long number, long capturedMicros) {
    return at(camera, track, number, number * 40_000, capturedMicros);
  }

  /** Returns a face at a position. */
  public static Face at(
      String camera, long track, long number, long positionMicros, long capturedMicros) {
    Frame frame = new Frame(camera, number, capturedMicros, positionMicros, 640, 480);
    Landmarks landmarks =
        new Landmarks(
            new Point(38, 52),
            new Point(74, 52),
            new Point(56, 72),
            new Point(42, 92),
            new Point(71, 92));
    return new Face(frame, track, new Box(10, 10, 90, 110), landmarks, 0.99f);
  }
}
