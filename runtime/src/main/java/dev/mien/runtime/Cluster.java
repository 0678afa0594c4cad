// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka cluster and how to reach it.
 *
 * @param bootstrapServers {@code host:port}, several separated by commas
 * @param properties of any Kafka client, for example TLS and SASL; they win over Mien's defaults,
 *     but not over what its promises rest on
 */
public record Cluster(String bootstrapServers, Map<String, String> properties) {

  /** Where Kafka listens by default. */
  public static final String DEFAULT_BOOTSTRAP_SERVERS = "127.0.0.1:9092";

  /**
   * Copies the properties.
   *
   * @throws IllegalArgumentException if there is no bootstrap server
   */
  public Cluster {
    if (bootstrapServers.isBlank()) {
      throw new IllegalArgumentException(
          "bootstrap servers are empty, expected host:port, for example "
              + DEFAULT_BOOTSTRAP_SERVERS);
    }
    properties = Map.copyOf(properties);
  }

  /** Returns a cluster that needs nothing but its address. */
  public static Cluster at(String bootstrapServers) {
    return new Cluster(bootstrapServers, Map.of());
  }

  /**
   * Returns the configuration of a client that promises nothing.
   *
   * @param defaults of Mien for this client, which {@link #properties} may override
   */
  public Map<String, Object> client(Map<String, ?> defaults) {
    return client(defaults, Map.of());
  }

  /**
   * Returns the configuration of one client. Where the user wants to wait longer for one request,
   * or with sending, the times of ours that hold this grow, as Kafka refuses them otherwise.
   *
   * @param defaults of Mien for this client, which {@link #properties} may override
   * @param promises settings that the pipeline's promises rest on, which win over them
   */
  public Map<String, Object> client(Map<String, ?> defaults, Map<String, ?> promises) {
    Map<String, Object> client = new LinkedHashMap<>(defaults);
    client.putAll(properties);
    client.putAll(promises);
    client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    int request = millis(client.get(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG));
    int linger = millis(client.get(ProducerConfig.LINGER_MS_CONFIG));
    client.computeIfPresent(
        CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, (name, value) -> grown(value, request));
    client.computeIfPresent(
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (name, value) -> grown(value, request + linger));
    return client;
  }

  /** Texts are the user's, numbers are ours. */
  private static Object grown(Object value, int least) {
    return value instanceof Integer ours ? Math.max(ours, least) : value;
  }

  /** Returns a time, or 0 if it is none, which is for Kafka to say. */
  private static int millis(@Nullable Object value) {
    String text = String.valueOf(value).strip();
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
  }

  /**
   * Returns a client that looks after topics and groups, which the caller closes. It has not asked
   * anything yet.
   *
   * @param patience with which it waits for an answer
   * @throws StageFailure if the properties are no client's, or the addresses unknown
   */
  public Admin admin(Duration patience) {
    int millis = (int) patience.toMillis();
    try {
      return Admin.create(
          client(
              Map.of(
                  AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis,
                  AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis)));
    } catch (KafkaException e) {
      throw KafkaFailures.isUnresolved(e)
          ? noAnswer(e)
          : KafkaFailures.explained("client of Kafka", e);
    }
  }

  /** Returns what to say where no broker answers, or no name of one has an address. */
  public StageFailure noAnswer(Throwable cause) {
    return new StageFailure(
        "no answer from Kafka at %s: start a broker with 'mien broker', or name another with --bootstrap-servers"
            .formatted(bootstrapServers),
        cause);
  }

  /**
   * Reads a Java properties file in UTF-8.
   *
   * @throws IOException if it cannot be read, or is not in UTF-8
   * @throws IllegalArgumentException if an escape in it is none
   */
  public static Map<String, String> readProperties(Path file) throws IOException {
    Properties read = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      read.load(reader);
    }
    Map<String, String> properties = new LinkedHashMap<>();
    read.stringPropertyNames().forEach(name -> properties.put(name, read.getProperty(name)));
    return properties;
  }
}
