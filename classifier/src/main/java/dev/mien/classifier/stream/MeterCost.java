// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import dev.mien.events.BadRecord;
import dev.mien.events.Emotion;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** All that a classifier records of a batch in its meters, without the batch, to be timed. */
public final class MeterCost {

  private final ClassifierMetrics metrics;

  /** Makes the meters of a classifier. */
  public MeterCost(MeterRegistry registry) {
    metrics = new ClassifierMetrics(registry);
  }

  /** Records a batch that gave these events, as a classifier does from reading to committing. */
  public void record(List<Emotion> batch) {
    try {
      for (Emotion emotion : batch) {
        metrics.timeDecode(() -> emotion);
      }
    } catch (BadRecord e) {
      throw new IllegalStateException("nothing was read", e);
    }
    List<Emotion> inferred = metrics.timeInfer(() -> batch);
    metrics.timeCommit(() -> {});
    metrics.committed(
        new ClassifiedBatch(List.of(), Map.of(), inferred, List.of(), List.of()), Instant.now());
  }
}
