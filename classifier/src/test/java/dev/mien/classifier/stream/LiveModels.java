// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mien.classifier.Smoother;
import dev.mien.classifier.TestCluster;
import dev.mien.classifier.model.DeviceChoice;
import dev.mien.classifier.model.ModelVariant;
import dev.mien.classifier.registry.Catalogue;
import dev.mien.classifier.registry.CatalogueReader;
import dev.mien.classifier.registry.ModelPublisher;
import dev.mien.classifier.registry.Promotions;
import dev.mien.classifier.serving.ModelMetrics;
import dev.mien.classifier.serving.ModelPolicy;
import dev.mien.classifier.serving.ServingConfig;
import dev.mien.events.BadRecord;
import dev.mien.events.Emotion;
import dev.mien.events.ModelChange;
import dev.mien.events.ModelVersion;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.runtime.Delivery;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A cluster, and what tests do with its models while a classifier runs. */
abstract class LiveModels {

  /** The model that a classifier brings along. */
  static final String OWN = "mobilefacenet-81f0d8ff3bca";

  /** Models serve without probation. */
  static final ModelPolicy TRUSTING = new ModelPolicy(0, false);

  static final Duration PATIENCE = Duration.ofSeconds(90);

  final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @TempDir Path directory;
  TestCluster kafka;
  Promotions promotions;

  @BeforeEach
  void open() {
    kafka = new TestCluster(directory.resolve("broker"));
    promotions = new Promotions(kafka.cluster());
  }

  @AfterEach
  void close() {
    kafka.close();
  }

  ClassifierStage started(ModelPolicy models) {
    ClassifierConfig config =
        new ClassifierConfig(
            new ServingConfig(null, new DeviceChoice.Cpu(), 1, 16, models),
            Smoother.DEFAULT_HALF_LIFE,
            Delivery.EXACTLY_ONCE,
            "a",
            ClassifierConfig.DEFAULT_GROUP);
    ClassifierStage stage = new ClassifierStage(config, kafka.cluster(), registry);
    stage.start();
    return stage;
  }

  ModelVersion publish(ModelVariant variant) throws Exception {
    return publish(variant, false);
  }

  /** Publishes a model whose classes may be others than those there are. */
  void publishOtherClasses(ModelVariant variant) throws Exception {
    publish(variant, true);
  }

  private ModelVersion publish(ModelVariant variant, boolean allowClassChange) throws Exception {
    ModelPublisher publisher = ModelPublisher.of(file(variant.bytes()), allowClassChange);
    publisher.publish(kafka.cluster(), sent -> {});
    return publisher.version();
  }

  Path file(byte[] bytes) throws IOException {
    return Files.write(directory.resolve("model.onnx"), bytes);
  }

  void awaitServing(String version) {
    await().atMost(PATIENCE).until(() -> serving().equals(version));
  }

  /** Waits until the last event of each camera is of this version: a swap comes before them. */
  void awaitEvents(String version) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(FaceLoad.CAMERAS)
                    .allSatisfy(
                        camera ->
                            assertThat(emotions(camera))
                                .last()
                                .extracting(Emotion::model)
                                .isEqualTo(version)));
  }

  void awaitClassified() {
    kafka.awaitRead(ClassifierConfig.DEFAULT_GROUP, Topics.FACES.name());
  }

  String serving() {
    return registry.find(ModelMetrics.MODEL).gauges().stream()
        .map(Gauge::getId)
        .map(id -> String.valueOf(id.getTag("version")))
        .findAny()
        .orElse("");
  }

  double counter(String name, String... tags) {
    return registry.find(name).tags(tags).counters().stream().mapToDouble(Counter::count).sum();
  }

  Catalogue catalogue() {
    return CatalogueReader.read(kafka.cluster());
  }

  ModelChange change(String version) {
    return catalogue().require(version).change();
  }

  List<Emotion> emotions(String camera) throws BadRecord {
    List<Emotion> emotions = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> event : kafka.read(Topics.EMOTIONS.name())) {
      Emotion emotion = Wire.read(event.value(), Emotion.class);
      if (emotion.face().frame().camera().equals(camera)) {
        emotions.add(emotion);
      }
    }
    return emotions;
  }

  /** Returns the models in the order of the events, each once in a row. */
  static List<String> changes(List<Emotion> emotions) {
    List<String> changes = new ArrayList<>();
    for (Emotion emotion : emotions) {
      if (changes.isEmpty() || !changes.get(changes.size() - 1).equals(emotion.model())) {
        changes.add(emotion.model());
      }
    }
    return changes;
  }
}
