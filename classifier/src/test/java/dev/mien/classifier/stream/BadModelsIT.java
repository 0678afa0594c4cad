// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mien.classifier.model.ModelVariant;
import dev.mien.classifier.model.TinyModel;
import dev.mien.classifier.registry.ModelPublisher;
import dev.mien.classifier.registry.Refusal;
import dev.mien.classifier.serving.ModelMetrics;
import dev.mien.events.ModelChange;
import dev.mien.events.ModelState;
import dev.mien.events.ModelVersion;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.runtime.Sha256;
import io.micrometer.core.instrument.Counter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Versions in the topic that cannot serve, written as no publisher would. */
final class BadModelsIT extends LiveModels {

  @Test
  void badVersionsInTheTopicNeverServe() throws Exception {
    byte[] good = new ModelVariant("good").bytes();
    ModelVersion record = ModelPublisher.of(file(good), false).version();
    byte[] nan = new ModelVariant("nan").shifted(0, Float.NaN).bytes();
    byte[] tiny = Files.readAllBytes(new TinyModel().write(directory));
    byte[] more = new ModelVariant("more").shifted(0, 1).bytes();
    byte[] sizes = new ModelVariant("sizes").bytes();
    int frames;
    try (ClassifierStage stage = started(TRUSTING);
        FaceLoad load = new FaceLoad(kafka)) {
      awaitServing(OWN);
      activate(renamed(record, "junk", "no model at all".getBytes(UTF_8)), Refusal.UNUSABLE);
      activate(renamed(record, "nan", nan), Refusal.NOT_FINITE);
      activate(renamed(record, "tiny", tiny), Refusal.CLASSES);
      activate(renamed(record, "more", more), Refusal.GOLDEN);
      activate(
          version(
              record, "sizes", Sha256.of(sizes), sizes.length, "N x 3 x 8 x 8, RGB, (x - 0) / 1"),
          sizes,
          Refusal.PREPROCESSING);
      activate(
          version(record, "hash", "0".repeat(64), record.bytes(), record.preprocessing()),
          good,
          Refusal.WRONG_HASH);
      activate(
          version(record, "large", record.sha256(), 300_000_000, record.preprocessing()),
          good,
          Refusal.TOO_LARGE);
      activate(
          version(record, "short", record.sha256(), record.bytes(), record.preprocessing()),
          Arrays.copyOf(good, 1_000_000),
          Refusal.INCOMPLETE);

      assertThat(stage.health().ready()).isTrue();
      assertThat(stage.health().detail())
          .contains(OWN + " serves, because model short: its slices have 1,000,000 bytes together");
      assertThat(registry.get(ModelMetrics.REFUSED).gauge().value()).isEqualTo(1);
      publish(new ModelVariant("good"));
      promotions.promote("good", false, "");
      awaitServing("good");
      assertThat(registry.get(ModelMetrics.REFUSED).gauge().value()).isZero();
      assertThat(stage.health().detail()).doesNotContain("because");
      awaitEvents("good");
      frames = load.stop();
      awaitClassified();
    }

    for (String camera : FaceLoad.CAMERAS) {
      assertThat(emotions(camera)).hasSize(frames);
      assertThat(changes(emotions(camera))).containsExactly(OWN, "good");
    }
    for (Counter counter : registry.get(ModelMetrics.REFUSALS).counters()) {
      assertThat(counter.count()).as(counter.getId().toString()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void startsWithTheActiveVersionOrWithItsOwnIfThatIsBroken() throws Exception {
    ModelVersion record = publish(new ModelVariant("a"));
    promotions.promote("a", false, "");
    try (ClassifierStage stage = started(TRUSTING)) {
      assertThat(serving()).isEqualTo("a");
      await().until(() -> stage.health().ready());
    }
    write(renamed(record, "junk", "no model at all".getBytes(UTF_8)));
    try (ClassifierStage stage = started(TRUSTING)) {
      assertThat(serving()).isEqualTo(OWN);
      await().until(() -> stage.health().ready());
      assertThat(stage.health().detail())
          .contains(OWN + " serves, because model junk cannot serve on cpu: ");
    }
    assertThat(counter(ModelMetrics.REFUSALS, "reason", "unusable")).isEqualTo(1);
  }

  private void activate(Upload upload, Refusal refusal) {
    double before = counter(ModelMetrics.REFUSALS, "reason", refusal.wireName());
    write(upload);
    await()
        .atMost(PATIENCE)
        .until(() -> counter(ModelMetrics.REFUSALS, "reason", refusal.wireName()) == before + 1);
    assertThat(serving()).isEqualTo(OWN);
  }

  private void activate(ModelVersion version, byte[] file, Refusal refusal) {
    activate(new Upload(version, file), refusal);
  }

  /** Writes a version and its file as no publisher would. */
  private void write(Upload upload) {
    ModelVersion version = upload.version;
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    int slice = (upload.file.length + version.chunks() - 1) / version.chunks();
    IntStream.range(0, version.chunks())
        .forEach(
            i ->
                records.add(
                    new ProducerRecord<>(
                        Topics.MODEL_CHUNKS.name(),
                        0,
                        (version.version() + "/" + version.upload() + "/" + i).getBytes(UTF_8),
                        Arrays.copyOfRange(
                            upload.file,
                            Math.min(upload.file.length, i * slice),
                            Math.min(upload.file.length, (i + 1) * slice)))));
    kafka.write(records); // the slices first: there is no transaction that holds all together
    kafka.write(
        List.of(
            new ProducerRecord<>(
                Topics.MODELS.name(), 0, version.version().getBytes(UTF_8), Wire.write(version))));
  }

  private static Upload renamed(ModelVersion record, String name, byte[] file) {
    return new Upload(
        version(record, name, Sha256.of(file), file.length, record.preprocessing()), file);
  }

  private static ModelVersion version(
      ModelVersion record, String name, String sha256, long bytes, String preprocessing) {
    return new ModelVersion(
        name,
        ModelState.ACTIVE,
        ModelChange.PROMOTED,
        "",
        "",
        record.publishedMicros(),
        record.changedMicros(),
        sha256,
        bytes,
        UUID.randomUUID().toString(),
        record.chunks(),
        record.classes(),
        preprocessing,
        record.alignment(),
        false,
        record.golden(),
        record.metrics(),
        record.provenance());
  }

  private static final class Upload {

    private final ModelVersion version;
    private final byte[] file;

    Upload(ModelVersion version, byte[] file) {
      this.version = version;
      this.file = file;
    }
  }
}
