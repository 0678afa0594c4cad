// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

final class KafkaMetersTest {

  private static final Map<String, Object> NOBODY = Map.of("bootstrap.servers", "127.0.0.1:1");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  KafkaMetersTest() {
    registry.config().meterFilter(KafkaMeters.filter());
  }

  @Test
  void aClientHasFewMetersAndTakesThemAlong() {
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(NOBODY, new ByteArraySerializer(), new ByteArraySerializer())) {
      KafkaMeters meters = KafkaMeters.of(producer, registry);
      assertThat(registry.getMeters())
          .extracting(meter -> meter.getId().getName())
          .contains("kafka.producer.record.error.total", "kafka.producer.request.latency.avg")
          .hasSizeLessThan(10);

      meters.close();
      assertThat(registry.getMeters()).isEmpty();
    }
  }

  @Test
  void whatIsNotOfATopicOfMienIsHidden() {
    String lag = "kafka.consumer.fetch.manager.records.lag";
    try (Consumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(NOBODY, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        KafkaMeters meters = KafkaMeters.of(consumer, registry)) {
      registry.gauge(lag, List.of(Tag.of("topic", "mien.faces")), 1);
      registry.gauge(lag, List.of(Tag.of("topic", "mien_faces")), 1);

      assertThat(registry.find(lag).meters())
          .extracting(Meter::getId)
          .extracting(id -> id.getTag("topic"))
          .containsExactly("mien.faces");
      assertThat(meters).isNotNull();
    }
  }
}
