// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.serving;

import dev.mien.classifier.model.FaceImage;
import dev.mien.events.Scores;
import java.util.List;
import java.util.Optional;

/**
 * A model that serves, or did, and how long it takes.
 *
 * @param ready which serves
 * @param times of its batches
 */
record TimedModel(ReadyModel ready, BatchTimes times) {

  TimedModel(ReadyModel ready) {
    this(ready, new BatchTimes());
  }

  List<Optional<Scores>> classify(List<FaceImage> faces) {
    long start = System.nanoTime();
    List<Optional<Scores>> scores = ready.model().classifyEach(faces);
    times.add(faces.size(), System.nanoTime() - start);
    return scores;
  }

  String name() {
    return ready.name();
  }

  void close() {
    ready.model().close();
  }
}
