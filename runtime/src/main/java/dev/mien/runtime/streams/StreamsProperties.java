// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime.streams;

import dev.mien.runtime.Cluster;
import dev.mien.runtime.Delivery;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The settings of a Kafka Streams application: defaults, then the user's, then the promises. */
public final class StreamsProperties {

  private static final String READ_COMMITTED = "read_committed";

  private StreamsProperties() {}

  /**
   * Puts them together.
   *
   * @param stage defaults of the stage beside those of every stage
   */
  public static Properties of(
      String application, Delivery delivery, Map<String, ?> stage, Cluster cluster) {
    Map<String, Object> defaults = new HashMap<>(stage);
    // What a stage stores is small: who gets a task restores it at once, without a warm-up.
    defaults.put(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG, Long.MAX_VALUE);
    defaults.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        Delivery.TAKEOVER_MILLIS);
    putProducer(defaults, delivery.producerDefaults());
    defaults.keySet().removeIf(name -> isSetPlainly(name, cluster.properties()));
    Map<String, Object> promises = new HashMap<>();
    promises.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
    promises.put(
        StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
        delivery == Delivery.EXACTLY_ONCE
            ? StreamsConfig.EXACTLY_ONCE_V2
            : StreamsConfig.AT_LEAST_ONCE);
    // Kafka Streams sees to that with exactly-once only, but what was aborted is there for nobody.
    promises.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), READ_COMMITTED);
    putProducer(promises, Delivery.PRODUCER_PROMISES);
    Properties properties = new Properties();
    properties.putAll(cluster.client(defaults, promises));
    return properties;
  }

  private static void putProducer(Map<String, Object> settings, Map<String, Object> producer) {
    producer.forEach((name, value) -> settings.put(StreamsConfig.producerPrefix(name), value));
  }

  /** With its prefix a default would win over the same setting of the user's without one. */
  private static boolean isSetPlainly(String name, Map<String, String> user) {
    if (name.startsWith(StreamsConfig.PRODUCER_PREFIX)) {
      return user.containsKey(name.substring(StreamsConfig.PRODUCER_PREFIX.length()));
    }
    if (name.startsWith(StreamsConfig.MAIN_CONSUMER_PREFIX)) {
      String plain = name.substring(StreamsConfig.MAIN_CONSUMER_PREFIX.length());
      return user.containsKey(plain) || user.containsKey(StreamsConfig.consumerPrefix(plain));
    }
    return false;
  }
}
