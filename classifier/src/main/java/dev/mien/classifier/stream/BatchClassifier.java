// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import dev.mien.classifier.model.FaceImage;
import dev.mien.classifier.serving.ServingModels;
import dev.mien.events.BadRecord;
import dev.mien.events.Fault;
import dev.mien.events.Scores;
import dev.mien.runtime.DeadLetters;
import dev.mien.runtime.tracing.Operation;
import dev.mien.runtime.tracing.TraceSpan;
import dev.mien.runtime.tracing.Tracing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of one poll, whatever cameras they are from, through the model as one batch. Knows no
 * consumer and no producer. For one thread at a time.
 */
final class BatchClassifier {

  private final ServingModels models;
  private final ShadowTrial shadow;
  private final PartitionSmoothers smoothers;
  private final ClassifierMetrics metrics;
  private final Tracing tracing;
  private final DeadLetters deadLetters = new DeadLetters(ClassifierStage.NAME);

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
    this.shadow = new ShadowTrial(models, sample);
    this.smoothers = new PartitionSmoothers(halfLife);
    this.metrics = metrics;
    this.tracing = tracing;
  }

  /** Nothing that this learns about tracks lasts before {@link #keep}. */
  ClassifiedBatch classify(ConsumerRecords<byte[], byte[]> records) {
    models.adopt();
    BatchOutput output = new BatchOutput(deadLetters);
    List<Scored<FaceInput>> faces = score(read(records, output), output);
    for (Scored<FaceInput> face : faces) {
      output.add(face.subject(), smoothers.smooth(face, model()));
    }
    shadow.run(faces, output);
    return output.upTo(records.nextOffsets());
  }

  /** Takes over a new model while there are no faces. */
  void idle() {
    models.adopt();
  }

  /** This batch, the last one, is committed. */
  void keep(ClassifiedBatch batch) {
    smoothers.keep();
    endSpans();
    batch.shadows().forEach(models.metrics()::committed);
  }

  /** The last batch was not committed and will be read again. */
  void discard() {
    smoothers.discard();
    spans.forEach(span -> span.fail("the batch was not committed and is done again"));
    endSpans();
  }

  /** Other classifiers go on with these cameras. */
  void forget(Collection<TopicPartition> partitions) {
    smoothers.forget(partitions);
  }

  private void endSpans() {
    spans.forEach(TraceSpan::end);
    spans.clear();
  }

  private List<FaceInput> read(ConsumerRecords<byte[], byte[]> records, BatchOutput output) {
    List<FaceInput> inputs = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> consumed : records) {
      TraceSpan span = tracing.begin(Operation.CLASSIFY, consumed.headers());
      spans.add(span);
      try {
        inputs.add(metrics.timeDecode(() -> FaceInput.read(consumed, span)));
      } catch (BadRecord e) {
        output.addBad(consumed, span, e);
      }
    }
    return inputs;
  }

  private List<Scored<FaceInput>> score(List<FaceInput> inputs, BatchOutput output) {
    List<FaceImage> images = inputs.stream().map(FaceInput::image).toList();
    List<Optional<Scores>> scores = metrics.timeInfer(() -> models.classify(images));
    for (FaceInput input : inputs) {
      input.span().faces(inputs.size());
      input.span().model(model());
    }
    return Scored.of(
        inputs, scores, bad -> output.addBad(bad.consumed(), bad.span(), unclassifiable()));
  }

  private BadRecord unclassifiable() {
    return new BadRecord(
        Fault.STAGE_ERROR, "model " + model() + " gives logits that are not finite");
  }

  private String model() {
    return models.active().metadata().version();
  }
}
