// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector;

import dev.mien.detector.image.Picture;
import dev.mien.events.Box;
import dev.mien.events.Landmarks;
import dev.mien.events.Point;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sees as many faces as it is told to, side by side, whatever the picture shows. */
public final class ScriptedDetector implements FaceDetector {

  private static final float SIDE = 40;

  private volatile int faces;
  private volatile @Nullable Error failure;

  public ScriptedDetector(int faces) {
    this.faces = faces;
  }

  public void see(int number) {
    faces = number;
  }

  /** Throws this from now on. */
  public void fail(Error error) {
    failure = error;
  }

  @Override
  public List<Detection> detect(Picture picture) {
    Error error = failure;
    if (error != null) {
      throw error;
    }
    if (faces < 0) {
      throw new IllegalStateException("the network failed");
    }
    List<Detection> seen = new ArrayList<>();
    for (int i = 0; i < faces; i++) {
      seen.add(face(2 * SIDE * i));
    }
    return seen;
  }

  @Override
  public void close() {}

  private static Detection face(float left) {
    Landmarks landmarks =
        new Landmarks(
            new Point(left + 12, 15),
            new Point(left + 28, 15),
            new Point(left + 20, 22),
            new Point(left + 14, 31),
            new Point(left + 26, 31));
    return new Detection(new Box(left, 0, SIDE, SIDE), landmarks, 0.9f);
  }
}
