// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.stream;

import dev.mien.runtime.Cluster;
import dev.mien.runtime.StageFailure;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kafka Streams with what belongs to it: a directory of its own and its meters. */
final class DetectorStreams {

  private static final Logger LOG = LoggerFactory.getLogger(DetectorStreams.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path directory;
  private final KafkaStreams streams;
  private final KafkaStreamsMetrics meters;

  DetectorStreams(
      DetectorConfig config, Cluster cluster, Topology topology, MeterRegistry registry) {
    directory = temporaryDirectory();
    Properties settings = new Properties();
    settings.putAll(cluster.client(StreamsSettings.of(config, directory)));
    streams = new KafkaStreams(topology, settings);
    meters = new KafkaStreamsMetrics(streams);
    meters.bindTo(registry);
  }

  void start(Consumer<KafkaStreams.State> onChange, StreamsUncaughtExceptionHandler onFailure) {
    streams.setStateListener((now, before) -> onChange.accept(now));
    streams.setUncaughtExceptionHandler(onFailure);
    streams.start();
  }

  /** Commits what is done and leaves the group, so that others take over at once. */
  boolean close() {
    meters.close();
    boolean ended =
        streams.close(
            CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(PATIENCE));
    if (ended) {
      streams.cleanUp();
      delete();
    } else {
      LOG.warn("Kafka Streams has not ended after {} s", PATIENCE.toSeconds());
    }
    return ended;
  }

  /** Streams locks a directory even for stores in memory; each process has its own. */
  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("mien-detector");
    } catch (IOException e) {
      throw new StageFailure("no directory can be made for temporary files: " + e, e);
    }
  }

  private void delete() {
    try {
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted: {}", directory, e.toString());
    }
  }
}
