// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import dev.mien.classifier.Smoother;
import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.model.FaceImage;
import dev.mien.events.BadRecord;
import dev.mien.events.Emotion;
import dev.mien.events.Face;
import dev.mien.events.Fault;
import dev.mien.events.Scores;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.runtime.DeadLetters;
import dev.mien.runtime.RecordTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of one poll, whatever cameras they are from, through the model as one batch. Knows no
 * consumer and no producer. For one thread at a time.
 */
final class BatchClassifier {

  private final EmotionModel model;
  private final Duration halfLife;
  private final ClassifierMetrics metrics;
  private final DeadLetters deadLetters = new DeadLetters(ClassifierStage.NAME);

  /** A camera stays in its partition, so tracks are forgotten with the partition they came in. */
  private final Map<TopicPartition, Smoother> smoothers = new HashMap<>();

  BatchClassifier(EmotionModel model, Duration halfLife, ClassifierMetrics metrics) {
    this.model = model;
    this.halfLife = halfLife;
    this.metrics = metrics;
  }

  /** Nothing that this learns about tracks lasts before {@link #keep}. */
  ClassifiedBatch classify(ConsumerRecords<byte[], byte[]> records) {
    List<ProducerRecord<byte[], byte[]>> output = new ArrayList<>();
    List<Fault> faults = new ArrayList<>();
    List<Input> inputs = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> consumed : records) {
      try {
        inputs.add(metrics.timeDecode(() -> read(consumed)));
      } catch (BadRecord e) {
        faults.add(e.fault());
        output.add(deadLetters.of(consumed, e));
      }
    }
    List<FaceImage> images = inputs.stream().map(Input::image).toList();
    List<Optional<Scores>> scores = metrics.timeInfer(() -> model.classifyEach(images));
    List<Emotion> emotions = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Input input = inputs.get(i);
      if (scores.get(i).isPresent()) {
        Emotion emotion = smooth(input, scores.get(i).get());
        emotions.add(emotion);
        output.addAll(events(input.consumed, emotion));
      } else {
        faults.add(Fault.STAGE_ERROR);
        output.add(deadLetters.of(input.consumed, unclassifiable()));
      }
    }
    return new ClassifiedBatch(output, records.nextOffsets(), emotions, faults);
  }

  /** The last batch is committed. */
  void keep() {
    smoothers.values().forEach(Smoother::keep);
  }

  /** The last batch was not committed and will be read again. */
  void discard() {
    smoothers.values().forEach(Smoother::discard);
  }

  /** Other classifiers go on with these cameras. */
  void forget(Collection<TopicPartition> partitions) {
    smoothers.keySet().removeAll(partitions);
  }

  private Input read(ConsumerRecord<byte[], byte[]> consumed) throws BadRecord {
    if (consumed.key() == null) {
      throw new BadRecord(Fault.MISSING_KEY, "no key, expected the camera id");
    }
    Face face = Wire.read(consumed.headers(), Face.class);
    String key = new String(consumed.key(), StandardCharsets.UTF_8);
    if (!key.equals(face.frame().camera())) {
      throw new BadRecord(
          Fault.BROKEN_HEADER,
          "header of camera '%s' under the key '%s'".formatted(face.frame().camera(), key));
    }
    return new Input(consumed, face, model.decode(consumed.value()));
  }

  private Emotion smooth(Input input, Scores scores) {
    TopicPartition partition =
        new TopicPartition(input.consumed.topic(), input.consumed.partition());
    return smoothers
        .computeIfAbsent(partition, any -> new Smoother(halfLife))
        .smooth(input.face, model.metadata().version(), scores);
  }

  private BadRecord unclassifiable() {
    return new BadRecord(
        Fault.STAGE_ERROR,
        "model " + model.metadata().version() + " gives logits that are not finite");
  }

  /** The time of the face's record is when its frame was captured, and goes on as it is. */
  private static List<ProducerRecord<byte[], byte[]>> events(
      ConsumerRecord<byte[], byte[]> face, Emotion emotion) {
    byte[] value = Wire.write(emotion);
    long captured = RecordTime.of(face);
    return List.of(
        new ProducerRecord<>(Topics.EMOTIONS.name(), null, captured, face.key(), value),
        new ProducerRecord<>(
            Topics.emotions(emotion.emotion()).name(), null, captured, face.key(), value));
  }

  private record Input(ConsumerRecord<byte[], byte[]> consumed, Face face, FaceImage image) {}
}
