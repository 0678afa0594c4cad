// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.events.Topic;
import dev.mien.events.Topics;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TopicAdminIT {

  @TempDir private Path directory;

  private EmbeddedBroker broker;
  private TopicAdmin admin;

  @BeforeEach
  void open() {
    broker = new EmbeddedBroker(directory, 0);
    broker.start();
    admin = new TopicAdmin(cluster());
  }

  private Cluster cluster() {
    return Cluster.at(broker.bootstrapServers());
  }

  @AfterEach
  void close() {
    admin.close();
    broker.close();
  }

  @Test
  void topicsAreMadeOnce() {
    assertThat(admin.create(List.of(Topics.FRAMES, Topics.FACES)))
        .containsExactly(Topics.FRAMES, Topics.FACES);

    assertThat(admin.create(List.of(Topics.FRAMES, Topics.EMOTIONS)))
        .containsExactly(Topics.EMOTIONS);
    TopicAdmin.require(cluster(), Topics.FRAMES, Topics.FACES, Topics.EMOTIONS);
  }

  @Test
  void eachTopicIsMadeByOneOfThoseWhoAsk() throws Exception {
    List<Topic> topics = Topics.all(Topics.DEFAULT_CLASSES);
    ExecutorService askers = Executors.newFixedThreadPool(4);
    List<Topic> made = new ArrayList<>();
    try {
      Callable<List<Topic>> asker = () -> admin.create(topics);
      for (Future<List<Topic>> answer : askers.invokeAll(Collections.nCopies(4, asker))) {
        made.addAll(answer.get());
      }
    } finally {
      askers.shutdownNow();
    }

    assertThat(made).containsExactlyInAnyOrderElementsOf(topics);
  }

  @Test
  void missingTopicIsNamedWithTheRemedy() {
    assertThatThrownBy(() -> TopicAdmin.require(cluster(), Topics.FRAMES))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("topic 'mien.frames' is missing")
        .hasMessageContaining("mien topics create --mend --bootstrap-servers");
  }

  @Test
  void anyNumberOfPartitionsServes() {
    admin.create(List.of(Topics.FRAMES.withPartitions(2)));

    TopicAdmin.require(cluster(), Topics.FRAMES);

    assertThat(admin.check(List.of(Topics.FRAMES)))
        .hasToString("[topic 'mien.frames' has 2 partitions, expected 6]");
  }

  @Test
  void mendingRaisesWhatIsTooLittleAndLeavesWhatIsMore() {
    Topic made = topic(2, Duration.ofHours(5), 1_000);
    admin.create(List.of(made));
    Topic needed = topic(6, Duration.ofHours(1), 2_000);

    assertThat(admin.mend(List.of(needed)))
        .hasToString(
            "[topic 'test' has 2 partitions, expected 6, has max.message.bytes 1000, expected 2000]");

    assertThat(admin.check(List.of(needed))).isEmpty();
    assertThat(admin.check(List.of(topic(6, Duration.ofHours(5), 2_000)))).isEmpty();
  }

  @Test
  void theStateOfOtherApplicationsIsTheirs() throws Exception {
    admin.create(List.of(Topics.EMOTIONS));
    try (Admin kafka = cluster().admin(Duration.ofSeconds(30))) {
      kafka.createTopics(List.of(new NewTopic("shop-orders-changelog", 1, (short) 1))).all().get();
      TopicPartition read = new TopicPartition(Topics.EMOTIONS.name(), 0);
      kafka.alterConsumerGroupOffsets("shop", Map.of(read, new OffsetAndMetadata(0))).all().get();
    }
    List<Topic> more = List.of(Topics.EMOTIONS.withPartitions(12));

    assertThat(admin.dropState(more)).isEmpty();
    assertThat(admin.mend(more)).hasSize(1);
  }

  @Test
  void topicsThatAreNotThereAreNotMended() {
    assertThat(admin.mend(List.of(Topics.FRAMES))).isEmpty();
  }

  @Test
  void settingsThatAllowNoClientAreAFailureWithItsReason() {
    Cluster cluster = new Cluster(broker.bootstrapServers(), Map.of("security.protocol", "TSL"));

    assertThatThrownBy(() -> new TopicAdmin(cluster))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("TSL");
  }

  @Test
  void whatIsKeptByItsKeyGetsNoMorePartitions() {
    admin.create(List.of(Topics.CAMERAS.withPartitions(1)));

    assertThat(admin.check(List.of(Topics.CAMERAS))).isEmpty();
    assertThat(admin.mend(List.of(Topics.CAMERAS))).isEmpty();
  }

  /** Brokers refuse what is more than an hour ahead of them where the writer gives the time. */
  @Test
  void whatHasTheTimeOfTheBrokerIsTakenWhateverTheClockOfItsWriterSays() {
    List<Topic> topics = List.of(Topics.FRAMES, Topics.DEAD_LETTERS);
    admin.create(topics);
    long ahead = System.currentTimeMillis() + Duration.ofHours(2).toMillis();
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(cluster().client(Map.of()), bytes, bytes)) {

      assertThat(topics)
          .allSatisfy(
              topic ->
                  assertThat(
                          producer.send(
                              new ProducerRecord<>(topic.name(), 0, ahead, null, new byte[1])))
                      .succeedsWithin(Duration.ofSeconds(30)));
    }
  }

  private static Topic topic(int partitions, Duration retention, int maxMessageBytes) {
    return new Topic(
        "test", partitions, Topic.Cleanup.DELETE, retention, maxMessageBytes, Topic.Clock.WRITER);
  }
}
