// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import dev.mien.events.BadRecord;
import dev.mien.events.Emotion;
import dev.mien.events.Fault;
import dev.mien.events.ShadowEmotion;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.runtime.DeadLetters;
import dev.mien.runtime.tracing.TraceSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Gathers what becomes of the records of one poll. */
final class BatchOutput {

  private final DeadLetters deadLetters;
  private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
  private final List<Emotion> emotions = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();
  private final List<ShadowEmotion> shadows = new ArrayList<>();

  BatchOutput(DeadLetters deadLetters) {
    this.deadLetters = deadLetters;
  }

  void add(FaceInput face, Emotion emotion) {
    byte[] value = Wire.write(emotion);
    emotions.add(emotion);
    records.add(face.event(Topics.EMOTIONS, value));
    records.add(face.event(Topics.emotions(emotion.emotion()), value));
  }

  void add(FaceInput face, ShadowEmotion shadow) {
    shadows.add(shadow);
    records.add(face.event(Topics.SHADOW_EMOTIONS, Wire.write(shadow)));
  }

  void addBad(ConsumerRecord<byte[], byte[]> bad, TraceSpan span, BadRecord reason) {
    span.fail(reason);
    faults.add(reason.fault());
    records.add(deadLetters.of(bad, reason));
  }

  ClassifiedBatch upTo(Map<TopicPartition, OffsetAndMetadata> offsets) {
    return new ClassifiedBatch(records, offsets, emotions, faults, shadows);
  }
}
