// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mien.events.Topic;
import dev.mien.events.Topics;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.topics.TopicAdmin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code mien broker} as a process. */
@Timeout(180)
class BrokerIT {

  private static final Pattern READY = Pattern.compile("broker is ready at (\\S+),");
  private static final String TRACKS = "mien-detector-tracks-changelog";

  @TempDir private Path folder;

  @Test
  void itsTopicsGetMorePartitionsUnlessAStageKeepsStateForThoseThereAre() throws Exception {
    try (KilledStage first = broker("2")) {
      assertThat(problems(address("2"), 2)).isEmpty();
      assertThat(first.stop()).isZero();
    }
    try (KilledStage second = broker("3")) {
      assertThat(problems(address("3"), 3)).isEmpty();
      keepState(address("3"));
      assertThat(second.stop()).isZero();
    }
    try (KilledStage third = broker("4")) {
      String address = address("4");
      assertThat(Files.readString(log("4"))).contains(TRACKS, "--partitions 4 --drop-state");
      assertThat(problems(address, 3)).as("it serves as before").isEmpty();

      CommandResult dropped =
          CommandResult.of(
              ("topics create --mend --partitions 4 --drop-state --bootstrap-servers " + address)
                  .split(" "));
      assertThat(dropped.out()).contains("deleted " + TRACKS, "has 3 partitions, expected 4");
      assertThat(problems(address, 4)).isEmpty();
      assertThat(third.stop()).isZero();
    }
  }

  private KilledStage broker(String partitions) throws IOException {
    String data = folder.resolve("data").toString();
    return new KilledStage(
        log(partitions), "broker", "--port", "0", "--data", data, "--partitions", partitions);
  }

  private Path log(String partitions) {
    return folder.resolve("broker-" + partitions + ".log");
  }

  /** Returns where the broker serves, once it does. */
  private String address(String partitions) throws IOException {
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> assertThat(log(partitions)).content().containsPattern(READY)); // or tells why
    return READY
        .matcher(Files.readString(log(partitions)))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.joining());
  }

  private static List<String> problems(String address, int partitions) {
    try (TopicAdmin admin = new TopicAdmin(Cluster.at(address))) {
      List<Topic> topics = List.of(Topics.FRAMES.withPartitions(partitions), Topics.MODELS);
      return admin.check(topics).stream().map(Object::toString).toList();
    }
  }

  /** Leaves behind what a detector does. */
  private static void keepState(String address) throws ExecutionException, InterruptedException {
    TopicPartition read = new TopicPartition(Topics.FRAMES.name(), 0);
    try (Admin admin = Admin.create(Cluster.at(address).client(Map.of()))) {
      admin.createTopics(List.of(new NewTopic(TRACKS, 3, (short) 1))).all().get();
      admin
          .alterConsumerGroupOffsets("mien-detector", Map.of(read, new OffsetAndMetadata(0)))
          .all()
          .get();
    }
  }
}
