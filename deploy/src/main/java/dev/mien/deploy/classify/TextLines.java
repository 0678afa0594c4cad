// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.classify;

import dev.mien.events.Emotion;
import dev.mien.events.Face;
import java.io.PrintWriter;
import java.util.Locale;

/** Lines for a person. */
final class TextLines implements Results {

  private final PrintWriter out;

  TextLines(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void add(FileEmotion row) {
    Emotion emotion = row.emotion();
    Face face = emotion.face();
    out.println(
        String.format(
            Locale.ROOT,
            "%s  frame %d  track %d  at %.0f,%.0f %.0fx%.0f  %s %.2f",
            row.file(),
            face.frame().number(),
            face.track(),
            face.box().left(),
            face.box().top(),
            face.box().width(),
            face.box().height(),
            emotion.emotion(),
            emotion.probabilities().of(emotion.emotion())));
  }

  @Override
  public void flush() {
    out.flush();
  }

  @Override
  public void close() {
    flush();
  }
}
