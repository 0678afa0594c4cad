// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.classifier.model.ModelVariant;
import dev.mien.events.ModelVersion;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What readers of the versions see. */
final class CatalogueIT extends TestRegistry {

  /** Whoever decides on what is there must know of the change that is written at that moment. */
  @Test
  void changeThatIsBeingWrittenIsWaitedFor() throws Exception {
    ModelVersion version = packed(new ModelVariant("underway").bytes()).version();
    try (Producer<byte[], byte[]> writer =
            RegistryClients.producer(cluster(), "mien-publish-underway");
        CatalogueReader reader = new CatalogueReader(cluster())) {
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
    try (CatalogueReader reader = new CatalogueReader(cluster())) {
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

  /** The same for who was there before as for who comes when the topic is compacted. */
  @Test
  void recordThatIsNoVersionTakesAwayTheOneBefore() throws Exception {
    ModelVersion there = publish("fine");
    publish("spoiled");
    try (CatalogueReader running = new CatalogueReader(cluster())) {
      assertThat(running.toEnd().find("spoiled")).isPresent();

      write("spoiled", "{".getBytes(UTF_8));
      write("alias", Wire.write(there));

      for (Catalogue catalogue : List.of(running.toEnd(), CatalogueReader.read(cluster()))) {
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
}
