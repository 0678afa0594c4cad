// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime.topics;

import dev.mien.events.Topic;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Delivery;
import dev.mien.runtime.StageFailure;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.GroupState;

/**
 * What Kafka Streams applications keep of the topics that they read: they cannot read one that has
 * more partitions than their own changelog.
 */
final class KeptState {

  /**
   * How Kafka Streams ends the names of the topics behind the stores of detector and rates; they
   * begin with the group. Other applications may read Mien's topics, and have stores of their own.
   */
  private static final List<String> CHANGELOGS =
      List.of("-" + StoreNames.TRACKS + "-changelog", "-" + StoreNames.WINDOWS + "-changelog");

  /** How the applications of Mien begin, unless they are given another name. */
  private static final String OWN = "mien-";

  private final AdminCalls calls;
  private final Cluster cluster;

  KeptState(AdminCalls calls, Cluster cluster) {
    this.calls = calls;
    this.cluster = cluster;
  }

  /**
   * Returns if nobody keeps state for fewer partitions than topics are to have.
   *
   * @throws StageFailure naming the changelogs and the command that deletes them
   */
  void refuse(List<Topic> topics) {
    List<String> changelogs = tooSmall(topics);
    if (!changelogs.isEmpty()) {
      int partitions = topics.get(0).partitions();
      throw new StageFailure(
          "the topics cannot get %d partitions, because %s has the state of a stage for those there are: stop all stages and say 'mien topics create --mend --partitions %d --drop-state --bootstrap-servers %s', and they begin without their state"
              .formatted(
                  partitions,
                  String.join(" and ", changelogs),
                  partitions,
                  cluster.bootstrapServers()));
    }
  }

  /**
   * Deletes the changelogs that have fewer partitions than a topic that their application reads.
   *
   * @return their names
   * @throws StageFailure if one of the applications is alive; nothing is deleted then
   */
  List<String> drop(List<Topic> topics) {
    List<String> changelogs = tooSmall(topics);
    List<String> alive =
        calls.groups().stream()
            .filter(group -> group.groupState().filter(GroupState.EMPTY::equals).isEmpty())
            .map(GroupListing::groupId)
            .filter(group -> changelogs.stream().anyMatch(changelog -> isOf(group, changelog)))
            .sorted()
            .toList();
    if (!alive.isEmpty()) {
      throw new StageFailure(
          "%s runs, or has ended just now: stop all its processes, wait for %d s, and repeat this"
              .formatted(String.join(" and ", alive), Delivery.TAKEOVER_MILLIS / 1_000));
    }
    calls.delete(changelogs);
    return changelogs;
  }

  private List<String> tooSmall(List<Topic> topics) {
    List<String> names =
        calls.topics().stream()
            .filter(topic -> CHANGELOGS.stream().anyMatch(topic::endsWith))
            .toList();
    Map<String, Set<String>> read = topicsRead(names);
    return calls.partitions(names).entrySet().stream()
        .filter(
            changelog ->
                topics.stream()
                    .filter(topic -> changelog.getValue() < topic.partitions())
                    .anyMatch(topic -> mayBeRead(topic.name(), changelog.getKey(), read)))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** Returns the topics that each application of these changelogs has read. */
  private Map<String, Set<String>> topicsRead(List<String> changelogs) {
    return calls.groups().stream()
        .map(GroupListing::groupId)
        .filter(group -> changelogs.stream().anyMatch(changelog -> isOf(group, changelog)))
        .collect(Collectors.toMap(group -> group, calls::topicsRead));
  }

  /** An application that has read nothing so far makes its changelog all the same. */
  private static boolean mayBeRead(String topic, String changelog, Map<String, Set<String>> read) {
    List<Set<String>> known =
        read.entrySet().stream()
            .filter(group -> isOf(group.getKey(), changelog) && !group.getValue().isEmpty())
            .map(Map.Entry::getValue)
            .toList();
    return known.isEmpty()
        ? changelog.startsWith(OWN)
        : known.stream().anyMatch(topics -> topics.contains(topic));
  }

  private static boolean isOf(String group, String changelog) {
    return changelog.startsWith(group + "-");
  }
}
