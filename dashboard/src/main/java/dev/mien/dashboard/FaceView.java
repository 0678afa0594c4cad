// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import dev.mien.events.Box;
import dev.mien.events.Emotion;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One face as the page draws it.
 *
 * @param track number that the face keeps while it is in view
 * @param frame number of the frame that it was found in
 * @param box left, top, width and height in pixels of the frame
 * @param points x and y of the five landmarks, in pixels of the frame
 * @param emotion leading class of the smoothed scores
 * @param probability of that class, 0 to 1
 * @param smoothed probability of every class along the track
 */
record FaceView(
    long track,
    long frame,
    List<Double> box,
    List<Double> points,
    String emotion,
    double probability,
    Map<String, Double> smoothed) {

  FaceView {
    box = List.copyOf(box);
    points = List.copyOf(points);
    smoothed = Collections.unmodifiableMap(new LinkedHashMap<>(smoothed)); // keeps the order
  }

  static FaceView of(Emotion emotion) {
    Box box = emotion.face().box();
    Map<String, Double> smoothed = new LinkedHashMap<>();
    emotion.smoothed().byClass().forEach((name, score) -> smoothed.put(name, rounded(score, 1e3)));
    String leading = emotion.smoothed().leading();
    return new FaceView(
        emotion.face().track(),
        emotion.face().frame().number(),
        Stream.of(box.left(), box.top(), box.width(), box.height()).map(FaceView::pixels).toList(),
        emotion.face().landmarks().points().stream()
            .flatMap(point -> Stream.of(point.x(), point.y()))
            .map(FaceView::pixels)
            .toList(),
        leading,
        rounded(emotion.smoothed().of(leading), 1e3),
        smoothed);
  }

  private static double pixels(float value) {
    return rounded(value, 10);
  }

  /** Browsers need no more digits than a person sees. */
  private static double rounded(float value, double steps) {
    return Math.round(value * steps) / steps;
  }
}
