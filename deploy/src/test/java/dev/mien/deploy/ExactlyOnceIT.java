// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mien.events.Topic;
import dev.mien.events.Topics;
import dev.mien.ingest.IngestConfig;
import dev.mien.ingest.IngestStage;
import dev.mien.ingest.Source;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.broker.EmbeddedBroker;
import dev.mien.runtime.topics.TopicAdmin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ExactlyOnceIT {

  @TempDir private Path folder;
  private EmbeddedBroker broker;
  private Cluster cluster;

  @BeforeEach
  void start() {
    broker = new EmbeddedBroker(folder.resolve("data"), 0);
    broker.start();
    cluster = Cluster.at(broker.bootstrapServers());
    try (TopicAdmin topics = new TopicAdmin(cluster)) {
      topics.create(Topics.all(Topics.DEFAULT_CLASSES));
    }
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void everyFaceOfEveryFrameComesOnceAlthoughStagesAreKilled() throws Exception {
    ExpectedEvents expected = ExpectedEvents.ofTheClip(folder);
    publish(expected.clip());

    try (KilledStage detector = stage("detector")) {
      awaitRecords(Topics.FACES, 30);
      detector.killAndRestart();
      assertThat(count(Topics.FACES)).as("in mid-clip").isLessThan(expected.size());
      awaitRecords(Topics.FACES, 120);
      try (KilledStage classifier =
          stage("classifier", "--instance", "first", "--max-batch", "8")) {
        detector.killAndRestart();
        awaitRecords(Topics.EMOTIONS, 20);
        classifier.killAndRestart();
        assertThat(count(Topics.EMOTIONS)).as("with work left").isLessThan(expected.size());
        awaitRecords(Topics.EMOTIONS, 60);
        classifier.killAndRestart();

        awaitRecords(Topics.EMOTIONS, expected.size());
        assertThat(List.of(detector, classifier)).allMatch(KilledStage::isAlive);
      }
    }

    expected.assertSameFaces(
        CommittedRecords.of(cluster, Topics.EMOTIONS).stream()
            .map(ExpectedEvents::emotion)
            .toList());
    assertThat(CommittedRecords.of(cluster, Topics.FACES)).hasSize(expected.size());
    assertThat(CommittedRecords.of(cluster, Topics.DEAD_LETTERS)).isEmpty();
  }

  private KilledStage stage(String... command) throws Exception {
    String[] arguments = new String[command.length + 2];
    System.arraycopy(command, 0, arguments, 0, command.length);
    arguments[command.length] = "--bootstrap-servers";
    arguments[command.length + 1] = broker.bootstrapServers();
    return new KilledStage(Path.of("target", "exactly-once-" + command[0] + ".log"), arguments);
  }

  private void publish(Path clip) throws InterruptedException {
    IngestConfig config = IngestConfig.of(new Source(clip.toString()), "door");
    try (IngestStage ingest = new IngestStage(config, cluster, new SimpleMeterRegistry())) {
      ingest.start();
      ingest.awaitEnd();
    }
  }

  private void awaitRecords(Topic topic, int count) {
    await().atMost(Duration.ofMinutes(2)).until(() -> count(topic) >= count);
  }

  private int count(Topic topic) {
    return CommittedRecords.of(cluster, topic).size();
  }
}
