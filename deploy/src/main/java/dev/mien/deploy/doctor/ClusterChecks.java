// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.doctor;

import dev.mien.events.Topic;
import dev.mien.events.Topics;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.topics.TopicAdmin;
import dev.mien.runtime.topics.TopicProblem;
import java.util.List;
import java.util.stream.Stream;

/** The broker and its topics. */
final class ClusterChecks {

  private ClusterChecks() {}

  /**
   * Looks for the broker and the topics that a model needs.
   *
   * @param classes of the model
   */
  static Stream<Finding> all(Cluster cluster, List<String> classes) {
    try (TopicAdmin admin = new TopicAdmin(cluster)) {
      List<Topic> topics = Topics.all(classes).stream().map(Topic::withAnyPartitions).toList();
      List<TopicProblem> problems = admin.check(topics);
      return Stream.of(
          Finding.ok("Kafka", "answers at " + cluster.bootstrapServers()),
          problems.isEmpty()
              ? Finding.ok("topics", topics.size() + ", as they should be")
              : Finding.note(
                  "topics",
                  problems.toString(),
                  "'mien topics create --mend' for this cluster sets them right"));
    } catch (StageFailure e) {
      return Stream.of(
          Finding.note(
              "Kafka",
              String.valueOf(e.getMessage()),
              "'mien demo' and 'mien classify' work without"));
    }
  }
}
