// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mien.events.Topic;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.broker.EmbeddedBroker;
import dev.mien.runtime.topics.TopicAdmin;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TopicFeedIT {

  private static final Topic EMOTIONS = Topics.EMOTIONS;
  private static final DashboardConfig CONFIG = DashboardConfig.defaults();

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final DashboardMetrics metrics = new DashboardMetrics(registry);
  private final Hub hub = new Hub(CONFIG, InstantSource.system(), metrics);
  private long now = System.currentTimeMillis();

  @Test
  void readsPartitionsThatAreAddedFromTheirBeginning(@TempDir Path folder) {
    try (EmbeddedBroker broker = new EmbeddedBroker(folder, 0)) {
      broker.start();
      Cluster cluster =
          new Cluster(broker.bootstrapServers(), Map.of("metadata.max.age.ms", "100"));
      try (TopicAdmin admin = new TopicAdmin(cluster)) {
        admin.create(List.of(EMOTIONS, Topics.EMOTION_RATES));
        send(cluster, 0); // before anybody looks: not shown, and not with the new partition either
        try (TopicFeed feed = new TopicFeed(CONFIG, cluster, hub, metrics)) {
          feed.open(now);
          admin.mend(List.of(EMOTIONS.withPartitions(EMOTIONS.partitions() + 1)));
          send(cluster, 0); // the place in the others is kept
          send(cluster, EMOTIONS.partitions());

          await().until(() -> read(feed) >= 2);
          send(cluster, 0); // what comes before it comes first
          await().until(() -> read(feed) >= 3);
          assertThat(read(feed)).isEqualTo(3);
        }
      }
    }
  }

  /** Every call is a minute later. */
  private double read(TopicFeed feed) {
    now += 60_000;
    feed.poll(Duration.ofMillis(100), now);
    return registry.get(DashboardMetrics.RECORDS).counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  private void send(Cluster cluster, int partition) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    byte[] event = Wire.write(Events.emotion(Events.frame("door", 1, now), 1, "neutral"));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(cluster.client(Map.of()), bytes, bytes)) {
      var unused = producer.send(new ProducerRecord<>(EMOTIONS.name(), partition, null, event));
    }
  }
}
