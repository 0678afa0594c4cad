// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import dev.mien.classifier.Smoother;
import dev.mien.events.Emotion;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The tracks of all partitions. A camera stays in its partition, so tracks are forgotten with the
 * partition they came in.
 */
final class PartitionSmoothers {

  private final Duration halfLife;
  private final Map<TopicPartition, Smoother> smoothers = new HashMap<>();

  PartitionSmoothers(Duration halfLife) {
    this.halfLife = halfLife;
  }

  Emotion smooth(Scored<FaceInput> face, String model) {
    return smoothers
        .computeIfAbsent(face.subject().partition(), any -> new Smoother(halfLife))
        .smooth(face.subject().face(), model, face.scores());
  }

  void keep() {
    smoothers.values().forEach(Smoother::keep);
  }

  void discard() {
    smoothers.values().forEach(Smoother::discard);
  }

  void forget(Collection<TopicPartition> partitions) {
    smoothers.keySet().removeAll(partitions);
  }
}
