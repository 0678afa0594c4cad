// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mien.classifier.TestCluster;
import dev.mien.classifier.model.DeviceChoice;
import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.model.GoldenFaces;
import dev.mien.classifier.model.ModelVariant;
import dev.mien.events.GoldenBatch;
import dev.mien.events.ModelState;
import dev.mien.events.ModelVersion;
import dev.mien.events.Topics;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Sha256;
import dev.mien.runtime.StageFailure;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are published and fetched. */
final class PublishingIT extends TestRegistry {

  @TempDir private Path folder;

  @Test
  void publishedFileIsFetchedAsItWas() throws Exception {
    byte[] file = new ModelVariant("whole").bytes();

    ModelVersion published = publish("whole");

    ModelVersion there = CatalogueReader.read(cluster()).require("whole");
    assertThat(there).isEqualTo(published);
    assertThat(there.state()).isEqualTo(ModelState.CANDIDATE);
    assertThat(there.chunks()).isEqualTo(8);
    assertThat(there.metrics()).containsEntry("test.mean", 0.847469);
    assertThat(there.provenance()).containsEntry("data", "ferplus").containsKey("temperature");
    assertThat(ModelFiles.fetch(cluster(), there)).isEqualTo(file);
    try (EmotionModel model = ModelGate.open(there, file, new DeviceChoice.Cpu(), 1, 4)) {
      assertThat(model.metadata().version()).isEqualTo("whole");
    }
  }

  @Test
  void goldenLogitsOfTheTrainerGoWithTheFile() throws Exception {
    GoldenBatch golden = publish("measured").golden();
    byte[] right =
        new ModelVariant("right").with(GoldenFaces.KEY, GoldenFaces.text(golden)).bytes();
    byte[] wrong =
        new ModelVariant("wrong")
            .with(GoldenFaces.KEY, GoldenFaces.text(golden))
            .shifted(3, 0.01f)
            .bytes();

    assertThat(packed(right).version().golden()).isEqualTo(golden);
    assertThat(refusal(wrong))
        .hasMessageContaining("differs by 0.010 in its logits of the golden faces")
        .extracting(ModelRefused::refusal)
        .isEqualTo(Refusal.GOLDEN);
  }

  @Test
  void badFilesAreRefusedBeforeTheyArePublished() throws Exception {
    assertThat(refusal("no model at all".getBytes(UTF_8)).refusal()).isEqualTo(Refusal.UNUSABLE);
    assertThat(refusal(new ModelVariant("nan").shifted(0, Float.NaN).bytes()))
        .hasMessage("model nan gives NaN for a face, expected finite logits: train it again");
    assertThat(refusal(new ModelVariant("other").with("classes", "a,b").bytes()))
        .hasMessageContaining("one for each of the 2 classes");
    assertThat(refusal(new ModelVariant("few").forFaces(1).bytes()))
        .hasMessageContaining("it gives 1 rows of logits, expected one a face");
    assertThat(refusal(new ModelVariant("mixing").mixing().bytes()))
        .hasMessageContaining("gives a face other logits alone than beside others");
    Path large = folder.resolve("large.onnx");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(300_000_000);
    }
    assertThatThrownBy(() -> ModelPublisher.of(large, false))
        .isInstanceOf(ModelRefused.class)
        .hasMessageContaining("has 300,000,000 bytes, at most 268,435,456 (256 MiB) are taken");
  }

  @Test
  void brokenUploadsAreRefusedByThoseWhoFetch() throws Exception {
    ModelVersion whole = publish("broken");

    assertThat(fetch(longer(whole, 300_000_000, whole.chunks(), whole.sha256())).refusal())
        .isEqualTo(Refusal.TOO_LARGE);
    assertThat(fetch(longer(whole, whole.bytes(), 9, whole.sha256())))
        .hasMessageContaining("8 of its 9 slices are in mien.model-chunks")
        .extracting(ModelRefused::refusal)
        .isEqualTo(Refusal.INCOMPLETE);
    assertThat(fetch(longer(whole, whole.bytes() + 1, 8, whole.sha256())).refusal())
        .isEqualTo(Refusal.INCOMPLETE);
    assertThat(fetch(longer(whole, whole.bytes(), 8, "0".repeat(64))))
        .hasMessageContaining("its record says 0000")
        .extracting(ModelRefused::refusal)
        .isEqualTo(Refusal.WRONG_HASH);
    assertThatThrownBy(() -> ModelFiles.fetch(cluster(), whole, () -> true))
        .hasMessage("model broken is wanted no longer");
  }

  @Test
  void theLastOfTwoPublishersWinsAndTheOtherSaysSo() throws Exception {
    ModelPublisher first = packed(new ModelVariant("twins").bytes());
    ModelPublisher second = packed(new ModelVariant("twins").bytes());
    CountDownLatch half = new CountDownLatch(1);
    CountDownLatch overtaken = new CountDownLatch(1);
    CompletableFuture<Void> slow =
        CompletableFuture.runAsync(
            () ->
                first.publish(
                    cluster(),
                    sent -> {
                      if (sent == 4) {
                        half.countDown();
                        await(overtaken);
                      }
                    }));
    await(half);

    second.publish(cluster(), sent -> {});
    overtaken.countDown();

    assertThat(slow)
        .failsWithin(Duration.ofSeconds(60))
        .withThrowableOfType(ExecutionException.class)
        .withMessageContaining(
            "nothing of model twins was published: another publisher of it took over");
    ModelVersion there = CatalogueReader.read(cluster()).require("twins");
    assertThat(there.upload()).isEqualTo(second.version().upload());
    assertThat(ModelFiles.fetch(cluster(), there)).hasSize((int) there.bytes());
    assertThatThrownBy(() -> first.publish(cluster(), sent -> {}))
        .isInstanceOf(StageFailure.class)
        .hasMessage("model twins is published already, it is candidate");
  }

  @Test
  void publisherWhoseBrokerGoesAwayGivesUp(@TempDir Path brokerFolder) throws Exception {
    ModelPublisher publisher = packed(new ModelVariant("lost").bytes());
    try (TestCluster lost = new TestCluster(brokerFolder)) {
      Cluster impatient =
          new Cluster(
              lost.cluster().bootstrapServers(),
              Map.of(
                  "request.timeout.ms", "1000",
                  "delivery.timeout.ms", "2000",
                  "max.block.ms", "2000"));

      CompletableFuture<Void> publishing =
          CompletableFuture.runAsync(
              () -> publisher.publish(impatient, sent -> stopAfter(4, sent, lost)));

      assertThat(publishing)
          .failsWithin(Duration.ofSeconds(60))
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(StageFailure.class);
    }
  }

  private static void stopAfter(int slices, int sent, TestCluster cluster) {
    if (sent == slices) {
      cluster.stop();
    }
  }

  /** What a killed publisher leaves: slices in a transaction that nobody ends. */
  @Test
  void killedPublisherLeavesNothingAndIsFollowedByAnother() throws Exception {
    ModelPublisher publisher = packed(new ModelVariant("killed").bytes());
    Producer<byte[], byte[]> killed = RegistryClients.producer(cluster(), "mien-publish-killed");
    killed.initTransactions();
    killed.beginTransaction();
    Future<RecordMetadata> unused =
        killed.send(
            new ProducerRecord<>(
                Topics.MODEL_CHUNKS.name(),
                0,
                ChunkKey.of(publisher.version(), 0),
                new byte[1_000]));
    killed.flush();
    try {
      assertThat(CatalogueReader.read(cluster()).find("killed")).isEmpty();

      publisher.publish(cluster(), sent -> {});

      ModelVersion there = CatalogueReader.read(cluster()).require("killed");
      assertThat(Sha256.of(ModelFiles.fetch(cluster(), there))).isEqualTo(there.sha256());
    } finally {
      killed.close(Duration.ZERO);
    }
  }

  private ModelRefused refusal(byte[] file) {
    return catchThrowableOfType(ModelRefused.class, () -> packed(file));
  }

  private static ModelVersion longer(ModelVersion whole, long bytes, int chunks, String sha256) {
    return new ModelVersion(
        whole.version(),
        whole.state(),
        whole.change(),
        whole.note(),
        whole.replaces(),
        whole.publishedMicros(),
        whole.changedMicros(),
        sha256,
        bytes,
        whole.upload(),
        chunks,
        whole.classes(),
        whole.preprocessing(),
        whole.alignment(),
        whole.classChange(),
        whole.golden(),
        whole.metrics(),
        whole.provenance());
  }
}
