// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import dev.mien.classifier.model.FaceImage;
import dev.mien.events.BadRecord;
import dev.mien.events.CameraId;
import dev.mien.events.Face;
import dev.mien.events.Fault;
import dev.mien.events.Topic;
import dev.mien.events.Wire;
import dev.mien.runtime.RecordTime;
import dev.mien.runtime.tracing.TraceSpan;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A record of {@code mien.faces} that can be read.
 *
 * @param consumed the record
 * @param span of its classification
 * @param face which it says that it is of
 * @param image its pixels
 */
record FaceInput(
    ConsumerRecord<byte[], byte[]> consumed, TraceSpan span, Face face, FaceImage image) {

  static FaceInput read(ConsumerRecord<byte[], byte[]> consumed, TraceSpan span) throws BadRecord {
    Face face = Wire.read(consumed.headers(), Face.class);
    CameraId.requireKey(consumed.key(), face.frame().camera(), Fault.BROKEN_HEADER);
    span.face(face);
    return new FaceInput(consumed, span, face, FaceImage.ofPng(consumed.value()));
  }

  TopicPartition partition() {
    return new TopicPartition(consumed.topic(), consumed.partition());
  }

  /**
   * Returns a record of what became of it. The time of the face's record is when the broker took
   * its frame, and goes on as it is.
   */
  ProducerRecord<byte[], byte[]> event(Topic topic, byte[] value) {
    ProducerRecord<byte[], byte[]> event =
        new ProducerRecord<>(topic.name(), null, RecordTime.of(consumed), consumed.key(), value);
    span.writeTo(event.headers());
    return event;
  }
}
