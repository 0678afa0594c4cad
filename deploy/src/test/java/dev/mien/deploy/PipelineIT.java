// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mien.classifier.stream.ClassifierConfig;
import dev.mien.deploy.pipeline.Pipeline;
import dev.mien.detector.stream.DetectorConfig;
import dev.mien.events.Emotion;
import dev.mien.events.Topics;
import dev.mien.ingest.IngestConfig;
import dev.mien.ingest.Source;
import dev.mien.runtime.Cluster;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(400)
class PipelineIT {

  @TempDir private Path folder;

  @Test
  void givesTheEventsThatClassifyGivesWithoutKafka() throws Exception {
    ExpectedEvents expected = ExpectedEvents.ofTheClip(folder);
    try (Pipeline pipeline = new Pipeline(folder.resolve("data"), 0, new SimpleMeterRegistry())) {
      Cluster cluster = pipeline.start(DetectorConfig.defaults(), ClassifierConfig.defaults());

      // Two cameras, so that the batches of the classifier are others than those of classify.
      List<String> cameras = List.of("door", "hall");
      for (String camera : cameras) {
        pipeline.feed(IngestConfig.of(new Source(expected.clip().toString()), camera), cluster);
      }

      await()
          .atMost(Duration.ofMinutes(4))
          .until(() -> events(cluster).size() >= 2 * expected.size());
      List<ConsumerRecord<byte[], byte[]>> events = events(cluster);
      for (String camera : cameras) {
        expected.assertSameEvents(ofCamera(events, camera));
      }
      assertThat(events)
          .as("without tracing there is no trace context")
          .allMatch(event -> event.headers().lastHeader("traceparent") == null);
      assertThat(CommittedRecords.of(cluster, Topics.DEAD_LETTERS)).isEmpty();
      assertThat(copiesByClass(cluster)).isEqualTo(events.size());
    }
  }

  private static List<Emotion> ofCamera(
      List<ConsumerRecord<byte[], byte[]>> events, String camera) {
    return events.stream()
        .filter(event -> new String(event.key(), StandardCharsets.UTF_8).equals(camera))
        .map(ExpectedEvents::emotion)
        .toList();
  }

  private static long copiesByClass(Cluster cluster) {
    return Topics.DEFAULT_CLASSES.stream()
        .map(Topics::emotions)
        .collect(Collectors.summingLong(topic -> CommittedRecords.of(cluster, topic).size()));
  }

  private static List<ConsumerRecord<byte[], byte[]>> events(Cluster cluster) {
    return CommittedRecords.of(cluster, Topics.EMOTIONS);
  }
}
