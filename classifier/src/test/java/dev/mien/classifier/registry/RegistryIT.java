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
import dev.mien.events.ModelChange;
import dev.mien.events.ModelState;
import dev.mien.events.ModelVersion;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Sha256;
import dev.mien.runtime.StageFailure;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One cluster for all tests, each with versions of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RegistryIT {

  @TempDir private Path folder;

  private TestCluster kafka;

  @BeforeAll
  void open(@TempDir Path brokerFolder) {
    kafka = new TestCluster(brokerFolder);
  }

  @AfterAll
  void close() {
    kafka.close();
  }

  @Test
  void publishedFileIsFetchedAsItWas() throws Exception {
    byte[] file = new ModelVariant("whole").bytes();

    ModelVersion published = publish("whole");

    ModelVersion there = CatalogueReader.read(kafka.cluster()).require("whole");
    assertThat(there).isEqualTo(published);
    assertThat(there.state()).isEqualTo(ModelState.CANDIDATE);
    assertThat(there.chunks()).isEqualTo(8);
    assertThat(there.metrics()).containsEntry("test.mean", 0.847469);
    assertThat(there.provenance()).containsEntry("data", "ferplus").containsKey("temperature");
    assertThat(ModelFiles.fetch(kafka.cluster(), there)).isEqualTo(file);
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
    assertThatThrownBy(() -> ModelFiles.fetch(kafka.cluster(), whole, () -> true))
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
                    kafka.cluster(),
                    sent -> {
                      if (sent == 4) {
                        half.countDown();
                        await(overtaken);
                      }
                    }));
    await(half);

    second.publish(kafka.cluster(), sent -> {});
    overtaken.countDown();

    assertThat(slow)
        .failsWithin(Duration.ofSeconds(60))
        .withThrowableOfType(ExecutionException.class)
        .withMessageContaining(
            "nothing of model twins was published: another publisher of it took over");
    ModelVersion there = CatalogueReader.read(kafka.cluster()).require("twins");
    assertThat(there.upload()).isEqualTo(second.version().upload());
    assertThat(ModelFiles.fetch(kafka.cluster(), there)).hasSize((int) there.bytes());
    assertThatThrownBy(() -> first.publish(kafka.cluster(), sent -> {}))
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
    Producer<byte[], byte[]> killed =
        RegistryClients.producer(kafka.cluster(), "mien-publish-killed");
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
      assertThat(CatalogueReader.read(kafka.cluster()).find("killed")).isEmpty();

      publisher.publish(kafka.cluster(), sent -> {});

      ModelVersion there = CatalogueReader.read(kafka.cluster()).require("killed");
      assertThat(Sha256.of(ModelFiles.fetch(kafka.cluster(), there))).isEqualTo(there.sha256());
    } finally {
      killed.close(Duration.ZERO);
    }
  }

  /** Whoever decides on what is there must know of the change that is written at that moment. */
  @Test
  void changeThatIsBeingWrittenIsWaitedFor() throws Exception {
    ModelVersion version = packed(new ModelVariant("underway").bytes()).version();
    try (Producer<byte[], byte[]> writer =
            RegistryClients.producer(kafka.cluster(), "mien-publish-underway");
        CatalogueReader reader = new CatalogueReader(kafka.cluster())) {
      writer.initTransactions();
      writer.beginTransaction();
      Future<RecordMetadata> unused =
          writer.send(
              new ProducerRecord<>(
                  Topics.MODELS.name(), 0, "underway".getBytes(UTF_8), Wire.write(version)));
      writer.flush();

      assertThatThrownBy(() -> reader.toEnd(Duration.ofSeconds(1), () -> false))
          .isInstanceOf(KafkaException.class)
          .hasMessageMatching(
              "mien.models has .+ in a transaction that was not ended within 1 s.*");
      CountDownLatch waits = new CountDownLatch(2); // it is asked before each poll
      CompletableFuture<Catalogue> waiting =
          CompletableFuture.supplyAsync(
              () ->
                  reader.toEnd(
                      () -> {
                        waits.countDown();
                        return false;
                      }));
      await(waits);
      assertThat(waiting).isNotDone();
      writer.commitTransaction();

      assertThat(waiting.get().find("underway")).hasValue(version);
    }
  }

  @Test
  void topicThatWasMadeAnewIsReadAnew() throws Exception {
    publish("before");
    publish("lost");
    try (CatalogueReader reader = new CatalogueReader(kafka.cluster())) {
      assertThat(reader.toEnd().find("lost")).isPresent();

      kafka.delete(Topics.MODELS.name());
      kafka.create(Topics.MODELS);
      publish("anew");

      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> reader.poll(Duration.ofMillis(100), () -> false).find("anew").isPresent());
      assertThat(reader.poll(Duration.ZERO, () -> false).all())
          .extracting(ModelVersion::version)
          .containsExactly("anew");
    }
  }

  @Test
  void promotionsGoForwardAndBack() throws Exception {
    Promotions promotions = new Promotions(kafka.cluster());
    publish("one");
    publish("two");

    promotions.promote("one", false, "first");
    promotions.promote("two", false, "better");
    ModelVersion earlier = record("two");
    promotions.rollBack("in doubt");
    ModelVersion two = promotions.promote("two", false, "better after all");

    assertThatThrownBy(() -> promotions.promoteOver("", "one", false, ""))
        .hasMessage(
            "one is not promoted: it was compared with what classifiers bring along, but two is active now: try it against that one");

    assertThat(active()).isEqualTo("two");
    assertThat(change("one")).isEqualTo(ModelChange.REPLACED);
    assertThatThrownBy(() -> promotions.promote("two", false, ""))
        .hasMessage("model two is active already");
    assertThatThrownBy(() -> promotions.withdraw("two", false, ""))
        .hasMessageContaining("is active: promote another one first");
    assertThat(promotions.rollBackIf(record("one"), "not active")).isFalse();
    assertThat(promotions.rollBackIf(earlier, "another promotion")).isFalse();
    assertThat(promotions.rollBackIf(two, "slow")).isTrue();
    assertThat(active()).isEqualTo("one");
    assertThat(change("one")).isEqualTo(ModelChange.RESTORED);
    assertThat(change("two")).isEqualTo(ModelChange.ROLLED_BACK);
    assertThat(promotions.rollBack("nothing before")).isEmpty();
    assertThat(CatalogueReader.read(kafka.cluster()).active()).isEmpty();
    assertThatThrownBy(() -> promotions.rollBack(""))
        .hasMessageContaining("there is nothing to roll back");
    promotions.withdraw("two", true, "");
    assertThatThrownBy(() -> promotions.promote("two", false, ""))
        .isInstanceOf(StageFailure.class)
        .hasMessageStartingWith("no model 'two' was published; there are: ");
    assertThat(fetch(two).refusal()).isEqualTo(Refusal.INCOMPLETE);
  }

  /** Classifiers that serve something else, or start anew, must be able to follow every step. */
  @Test
  void otherClassesNeedLeaveOnceAndNoneToGoBack() throws Exception {
    Promotions promotions = new Promotions(kafka.cluster());
    String terror = "neutral,happiness,surprise,sadness,anger,disgust,terror";
    byte[] other = new ModelVariant("terror").with("classes", terror).bytes();

    assertThatThrownBy(() -> packed(other).publish(kafka.cluster(), sent -> {}))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("model terror has the classes [neutral, ")
        .hasMessageContaining("the bundled model has [neutral, ")
        .hasMessageEndingWith("say --allow-class-change if that is meant");
    List<String> classes = List.of(terror.split(","));
    assertThatThrownBy(() -> ModelPublisher.requireClasses(kafka.cluster(), classes, false))
        .hasMessageStartingWith("the model to be trained has the classes [neutral, ");
    ModelPublisher.requireClasses(kafka.cluster(), classes, true);
    publish("usual");
    promotions.promote("usual", false, "");
    Path file = Files.write(folder.resolve("terror.onnx"), other);
    ModelPublisher.of(file, true).publish(kafka.cluster(), sent -> {});
    publish("later");
    promotions.promote("terror", false, "leave was given when it was published");
    assertThatThrownBy(() -> promotions.promote("later", false, ""))
        .hasMessageContaining("the active terror has [neutral, ");
    assertThat(promotions.rollBack("as before")).map(ModelVersion::version).hasValue("usual");
    promotions.promote("later", false, "");

    promotions.rollBack("clean up");
    promotions.rollBack("clean up");
  }

  private void promoteInTurn(Promotions promotions, String... versions) throws Exception {
    for (String version : versions) {
      publish(version);
      promotions.promote(version, false, "");
    }
  }

  @Test
  void whatARollbackNeedsIsNotDeleted() throws Exception {
    Promotions promotions = new Promotions(kafka.cluster());
    promoteInTurn(promotions, "x", "y", "z");

    assertThatThrownBy(() -> promotions.withdraw("y", true, ""))
        .hasMessageContaining("model y was active before z, so a rollback needs it");
    promotions.withdraw("x", true, "two before");
    assertThat(promotions.rollBack("")).map(ModelVersion::version).hasValue("y");
    assertThat(promotions.rollBack("what y replaced is gone")).isEmpty();
    assertThat(change("y")).isEqualTo(ModelChange.ROLLED_BACK);
  }

  @Test
  void whatARollbackNeedsPastTheWithdrawnIsNotDeleted() throws Exception {
    Promotions promotions = new Promotions(kafka.cluster());
    promoteInTurn(promotions, "stone", "bronze", "iron");
    promotions.withdraw("bronze", false, "a rollback goes past it");

    assertThatThrownBy(() -> promotions.withdraw("stone", true, ""))
        .hasMessageContaining("model stone was active before iron, so a rollback needs it");
    assertThatThrownBy(() -> promotions.withdraw("bronze", true, "it names stone"))
        .hasMessageContaining("model bronze was active before iron, so a rollback needs it");
    assertThat(promotions.rollBack("")).map(ModelVersion::version).hasValue("stone");
    promotions.withdraw("bronze", true, "nothing leads past it any more");
    assertThat(promotions.rollBack("")).isEmpty();
  }

  /** A reader may get the records of one change one by one. */
  @Test
  void whatServesIsWrittenBeforeWhatDoesNoLonger() throws Exception {
    Promotions promotions = new Promotions(kafka.cluster());
    publish("former");
    publish("latter");
    promotions.promote("former", false, "");
    promotions.promote("latter", false, "");
    promotions.rollBack("");
    promotions.rollBack("");

    List<String> changes = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> change : kafka.read(Topics.MODELS.name())) {
      String key = new String(change.key(), UTF_8);
      if (change.value() != null && List.of("former", "latter").contains(key)) {
        changes.add(key + " " + Wire.read(change.value(), ModelVersion.class).change().wireName());
      }
    }
    assertThat(changes)
        .containsExactly(
            "former published",
            "latter published",
            "former promoted",
            "latter promoted",
            "former replaced",
            "former restored",
            "latter rolled-back",
            "former rolled-back");
  }

  @Test
  void whoPromotesAtTheSameTimeGoesOneAfterTheOther() throws Exception {
    publish("left");
    publish("right");
    Promotions promotions = new Promotions(kafka.cluster());

    CompletableFuture<ModelVersion> left =
        CompletableFuture.supplyAsync(() -> promotions.promote("left", false, ""));
    CompletableFuture<ModelVersion> right =
        CompletableFuture.supplyAsync(() -> promotions.promote("right", false, ""));

    List<String> replaced = List.of(left.get().replaces(), right.get().replaces());
    assertThat(replaced).containsAnyOf("left", "right");
    assertThat(CatalogueReader.read(kafka.cluster()).all())
        .filteredOn(version -> version.state() == ModelState.ACTIVE)
        .singleElement()
        .extracting(ModelVersion::version)
        .isEqualTo(replaced.get(0).equals("right") ? "left" : "right");
    promotions.rollBack("to the other one");
    promotions.withdraw(active().equals("left") ? "right" : "left", false, "");
    promotions.rollBack("to what was before");
  }

  /** The same for who was there before as for who comes when the topic is compacted. */
  @Test
  void recordThatIsNoVersionTakesAwayTheOneBefore() throws Exception {
    ModelVersion there = publish("fine");
    publish("spoiled");
    try (CatalogueReader running = new CatalogueReader(kafka.cluster())) {
      assertThat(running.toEnd().find("spoiled")).isPresent();

      write("spoiled", "{".getBytes(UTF_8));
      write("alias", Wire.write(there));

      for (Catalogue catalogue : List.of(running.toEnd(), CatalogueReader.read(kafka.cluster()))) {
        assertThat(catalogue.find("fine")).hasValue(there);
        assertThat(catalogue.find("spoiled")).isEmpty();
        assertThat(catalogue.isUnreadable("spoiled")).isTrue();
        assertThat(catalogue.find("alias")).isEmpty();
      }
      ModelVersion anew = publish("spoiled");
      assertThat(running.toEnd().find("spoiled")).hasValue(anew);
    }
  }

  private void write(String key, byte[] value) {
    kafka.write(List.of(new ProducerRecord<>(Topics.MODELS.name(), 0, key.getBytes(UTF_8), value)));
  }

  private ModelVersion publish(String version) throws Exception {
    ModelPublisher publisher = packed(new ModelVariant(version).bytes());
    publisher.publish(kafka.cluster(), sent -> {});
    return publisher.version();
  }

  private ModelPublisher packed(byte[] file) throws Exception {
    return ModelPublisher.of(Files.write(folder.resolve("model.onnx"), file), false);
  }

  private ModelRefused refusal(byte[] file) {
    return catchThrowableOfType(ModelRefused.class, () -> packed(file));
  }

  private ModelRefused fetch(ModelVersion version) {
    return catchThrowableOfType(
        ModelRefused.class, () -> ModelFiles.fetch(kafka.cluster(), version));
  }

  private String active() {
    return CatalogueReader.read(kafka.cluster()).active().orElseThrow().version();
  }

  private ModelChange change(String version) {
    return record(version).change();
  }

  private ModelVersion record(String version) {
    return CatalogueReader.read(kafka.cluster()).require(version);
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

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
