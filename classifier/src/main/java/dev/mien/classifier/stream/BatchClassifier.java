// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import dev.mien.classifier.Smoother;
import dev.mien.classifier.model.FaceImage;
import dev.mien.events.BadRecord;
import dev.mien.events.CameraId;
import dev.mien.events.Emotion;
import dev.mien.events.Face;
import dev.mien.events.Fault;
import dev.mien.events.Scores;
import dev.mien.events.ShadowEmotion;
import dev.mien.events.Topic;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.runtime.DeadLetters;
import dev.mien.runtime.RecordTime;
import dev.mien.runtime.tracing.Operation;
import dev.mien.runtime.tracing.TraceSpan;
import dev.mien.runtime.tracing.Tracing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of one poll, whatever cameras they are from, through the model as one batch. Knows no
 * consumer and no producer. For one thread at a time.
 */
final class BatchClassifier {

  private final ServingModels models;
  private final ShadowSample sample;
  private final Duration halfLife;
  private final ClassifierMetrics metrics;
  private final Tracing tracing;
  private final DeadLetters deadLetters = new DeadLetters(ClassifierStage.NAME);

  /** A camera stays in its partition, so tracks are forgotten with the partition they came in. */
  private final Map<TopicPartition, Smoother> smoothers = new HashMap<>();

  /** Faces of the last batch, until it is committed. */
  private final List<TraceSpan> spans = new ArrayList<>();

  /** Traces nothing. Uses the models but does not own them. */
  BatchClassifier(
      ServingModels models, ShadowSample sample, Duration halfLife, ClassifierMetrics metrics) {
    this(models, sample, halfLife, metrics, Tracing.OFF);
  }

  /** Uses the models but does not own them. */
  BatchClassifier(
      ServingModels models,
      ShadowSample sample,
      Duration halfLife,
      ClassifierMetrics metrics,
      Tracing tracing) {
    this.models = models;
    this.sample = sample;
    this.halfLife = halfLife;
    this.metrics = metrics;
    this.tracing = tracing;
  }

  /** Nothing that this learns about tracks lasts before {@link #keep}. */
  ClassifiedBatch classify(ConsumerRecords<byte[], byte[]> records) {
    models.adopt();
    List<ProducerRecord<byte[], byte[]>> output = new ArrayList<>();
    List<Fault> faults = new ArrayList<>();
    List<Input> inputs = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> consumed : records) {
      TraceSpan span = tracing.begin(Operation.CLASSIFY, consumed.headers());
      spans.add(span);
      try {
        inputs.add(metrics.timeDecode(() -> read(consumed, span)));
      } catch (BadRecord e) {
        span.fail(e);
        faults.add(e.fault());
        output.add(deadLetters.of(consumed, e));
      }
    }
    List<FaceImage> images = inputs.stream().map(Input::image).toList();
    List<Optional<Scores>> scores = metrics.timeInfer(() -> models.classify(images));
    List<Emotion> emotions = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Input input = inputs.get(i);
      input.span.faces(inputs.size());
      input.span.model(models.active().metadata().version());
      if (scores.get(i).isPresent()) {
        Emotion emotion = smooth(input, scores.get(i).get());
        emotions.add(emotion);
        output.addAll(events(input, emotion));
      } else {
        BadRecord reason = unclassifiable();
        input.span.fail(reason);
        faults.add(reason.fault());
        output.add(deadLetters.of(input.consumed, reason));
      }
    }
    List<ShadowEmotion> shadows =
        models.candidate().isThere() ? shadows(inputs, scores, output) : List.of();
    return new ClassifiedBatch(output, records.nextOffsets(), emotions, faults, shadows);
  }

  /** Takes over a new model while there are no faces. */
  void idle() {
    models.adopt();
  }

  /** This batch, the last one, is committed. */
  void keep(ClassifiedBatch batch) {
    smoothers.values().forEach(Smoother::keep);
    endSpans();
    batch.shadows().forEach(models.metrics()::committed);
  }

  /** The last batch was not committed and will be read again. */
  void discard() {
    smoothers.values().forEach(Smoother::discard);
    spans.forEach(span -> span.fail("the batch was not committed and is done again"));
    endSpans();
  }

  /** Other classifiers go on with these cameras. */
  void forget(Collection<TopicPartition> partitions) {
    smoothers.keySet().removeAll(partitions);
  }

  private void endSpans() {
    spans.forEach(TraceSpan::end);
    spans.clear();
  }

  private Input read(ConsumerRecord<byte[], byte[]> consumed, TraceSpan span) throws BadRecord {
    Face face = Wire.read(consumed.headers(), Face.class);
    CameraId.requireKey(consumed.key(), face.frame().camera(), Fault.BROKEN_HEADER);
    span.face(face);
    return new Input(consumed, span, face, FaceImage.ofPng(consumed.value()));
  }

  private Emotion smooth(Input input, Scores scores) {
    TopicPartition partition =
        new TopicPartition(input.consumed.topic(), input.consumed.partition());
    return smoothers
        .computeIfAbsent(partition, any -> new Smoother(halfLife))
        .smooth(input.face, models.active().metadata().version(), scores);
  }

  private List<ShadowEmotion> shadows(
      List<Input> inputs,
      List<Optional<Scores>> scores,
      List<ProducerRecord<byte[], byte[]>> output) {
    int[] sampled =
        IntStream.range(0, inputs.size())
            .filter(i -> scores.get(i).isPresent() && sample.has(inputs.get(i).face))
            .toArray();
    if (sampled.length == 0) {
      return List.of();
    }
    String candidate = models.candidate().version();
    List<Optional<Scores>> tried =
        models
            .candidate()
            .classify(
                Arrays.stream(sampled).mapToObj(i -> inputs.get(i).image).toList(), models.pace());
    List<ShadowEmotion> shadows = new ArrayList<>();
    for (int i = 0; i < sampled.length; i++) {
      if (tried.get(i).isPresent()) {
        Input input = inputs.get(sampled[i]);
        ShadowEmotion shadow =
            new ShadowEmotion(
                input.face,
                candidate,
                tried.get(i).get().leading(),
                tried.get(i).get(),
                models.active().metadata().version(),
                scores.get(sampled[i]).orElseThrow().leading());
        shadows.add(shadow);
        output.add(event(Topics.EMOTIONS_SHADOW, input, Wire.write(shadow)));
      }
    }
    return shadows;
  }

  private BadRecord unclassifiable() {
    return new BadRecord(
        Fault.STAGE_ERROR,
        "model " + models.active().metadata().version() + " gives logits that are not finite");
  }

  /** The time of the face's record is when the broker took its frame, and goes on as it is. */
  private static List<ProducerRecord<byte[], byte[]>> events(Input face, Emotion emotion) {
    byte[] value = Wire.write(emotion);
    return List.of(
        event(Topics.EMOTIONS, face, value),
        event(Topics.emotions(emotion.emotion()), face, value));
  }

  private static ProducerRecord<byte[], byte[]> event(Topic topic, Input face, byte[] value) {
    ConsumerRecord<byte[], byte[]> consumed = face.consumed;
    ProducerRecord<byte[], byte[]> event =
        new ProducerRecord<>(topic.name(), null, RecordTime.of(consumed), consumed.key(), value);
    face.span.writeTo(event.headers());
    return event;
  }

  private record Input(
      ConsumerRecord<byte[], byte[]> consumed, TraceSpan span, Face face, FaceImage image) {}
}
