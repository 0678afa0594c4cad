// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import dev.mien.events.Topic;
import java.util.List;

/**
 * What Kafka Streams applications keep for the partitions of the topics that they read: they cannot
 * read one that has more partitions than their own changelog.
 */
final class KeptState {

  private final AdminCalls calls;
  private final Cluster cluster;

  KeptState(AdminCalls calls, Cluster cluster) {
    this.calls = calls;
    this.cluster = cluster;
  }

  /**
   * Returns if nobody keeps state for the partitions that a topic has.
   *
   * @throws StageFailure naming the changelogs and the command that deletes them
   */
  void refuse(Topic topic) {
    List<String> changelogs = calls.changelogsOfReaders(topic.name());
    if (!changelogs.isEmpty()) {
      throw new StageFailure(
          "topic '%s' cannot get %d partitions, because %s has the state of a stage for those there are: stop all stages and say 'mien topics create --mend --partitions %d --drop-state --bootstrap-servers %s', and they begin without their state"
              .formatted(
                  topic.name(),
                  topic.partitions(),
                  String.join(" and ", changelogs),
                  topic.partitions(),
                  cluster.bootstrapServers()));
    }
  }

  /**
   * Deletes the changelogs of all who read these topics.
   *
   * @return their names
   * @throws StageFailure if one of the readers is alive; nothing is deleted then
   */
  List<String> drop(List<Topic> topics) {
    List<String> changelogs =
        topics.stream()
            .flatMap(topic -> calls.changelogsOfReaders(topic.name()).stream())
            .distinct()
            .toList();
    List<String> alive = calls.applicationsAlive(changelogs);
    if (!alive.isEmpty()) {
      throw new StageFailure(
          "%s runs, or has ended just now: stop all its processes, wait for %d s, and repeat this"
              .formatted(String.join(" and ", alive), Delivery.TAKEOVER_MILLIS / 1_000));
    }
    calls.delete(changelogs);
    return changelogs;
  }
}
