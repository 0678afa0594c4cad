// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime.topics;

import static java.util.Objects.requireNonNull;

import dev.mien.events.Topic;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.StageFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the topics of Mien and compares them with what they should be. */
public final class TopicAdmin implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TopicAdmin.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Cluster cluster;
  private final AdminCalls calls;
  private final KeptState state;

  /**
   * Makes a client that has not asked anything yet.
   *
   * @throws StageFailure if the cluster's properties or addresses do not allow it
   */
  public TopicAdmin(Cluster cluster) {
    this.cluster = cluster;
    this.calls = new AdminCalls(cluster.admin(PATIENCE), cluster);
    this.state = new KeptState(calls, cluster);
  }

  /**
   * Makes the topics that are missing, with the broker's own replication factor, and leaves the
   * others as they are. Returns when all can be written, whoever made them.
   *
   * @return those that it made
   * @throws StageFailure if the cluster does not answer or refuses
   */
  public List<Topic> create(List<Topic> topics) {
    Map<String, TopicDescription> there = calls.describe(topics);
    List<Topic> missing =
        topics.stream().filter(topic -> !there.containsKey(topic.name())).toList();
    Set<String> made = calls.create(missing.stream().map(TopicAdmin::newTopic).toList());
    calls.awaitLeaders(
        topics.stream()
            .collect(
                Collectors.toMap(
                    Topic::name, topic -> made.contains(topic.name()) ? topic.partitions() : 1)));
    return missing.stream().filter(topic -> made.contains(topic.name())).toList();
  }

  /**
   * Returns what is wrong with the topics, in their order. One that keeps its records for a shorter
   * time than Mien would is fine, and said in the log.
   *
   * @throws StageFailure if the cluster does not answer or refuses
   */
  public List<TopicProblem> check(List<Topic> topics) {
    Map<String, TopicDescription> there = calls.describe(topics);
    Map<String, Map<String, String>> settings = calls.settings(there.keySet());
    List<TopicProblem> problems = new ArrayList<>();
    for (Topic topic : topics) {
      @Nullable TopicDescription description = there.get(topic.name());
      if (description == null) {
        problems.add(new TopicProblem(topic, "is missing"));
        continue;
      }
      Map<String, String> actual = settingsOf(topic, settings);
      TopicSettings.shorterRetention(topic, actual).ifPresent(millis -> warn(topic, millis));
      List<String> wrong = wrong(topic, description, actual);
      if (!wrong.isEmpty()) {
        problems.add(new TopicProblem(topic, String.join(", ", wrong)));
      }
    }
    return problems;
  }

  /**
   * Sets topics that are there right: the settings that are wrong, and more partitions where there
   * are too few. Cameras move to other partitions then, so their order is kept from the next frame
   * on.
   *
   * @return the problems there were
   * @throws StageFailure if the cluster does not answer or refuses, or if a stage keeps state for
   *     the partitions that a topic has; nothing is changed then
   */
  public List<TopicProblem> mend(List<Topic> topics) {
    Map<String, TopicDescription> there = calls.describe(topics);
    Map<String, Map<String, String>> settings = calls.settings(there.keySet());
    List<Topic> known = topics.stream().filter(topic -> there.containsKey(topic.name())).toList();
    List<TopicProblem> problems = check(known);
    Map<ConfigResource, List<AlterConfigOp>> changes = new HashMap<>();
    for (Topic topic : known) {
      Map<String, String> missing = TopicSettings.missing(topic, settingsOf(topic, settings));
      if (!missing.isEmpty()) {
        changes.put(resource(topic), ops(missing));
      }
    }
    List<Topic> small =
        known.stream()
            .filter(topic -> tooFew(topic, requireNonNull(there.get(topic.name()))))
            .toList();
    if (!small.isEmpty()) {
      state.refuse(small);
    }
    calls.alter(changes);
    calls.addPartitions(small.stream().collect(Collectors.toMap(Topic::name, Topic::partitions)));
    return problems;
  }

  /**
   * Deletes the state that stages keep for fewer partitions than their topics are to have, so that
   * {@link #mend} can give them those. The stages begin without their state.
   *
   * @return the topics that held it
   * @throws StageFailure if one of the stages runs, or the cluster does not answer or refuses;
   *     nothing is deleted then
   */
  public List<String> dropState(List<Topic> topics) {
    return state.drop(
        topics.stream().filter(topic -> topic.cleanup() != Topic.Cleanup.COMPACT).toList());
  }

  /**
   * Returns if all topics are as they should be; the number of partitions may be any.
   *
   * @throws StageFailure naming every problem and the command that mends it
   */
  public static void require(Cluster cluster, Topic... topics) {
    require(cluster, List.of(topics), "");
  }

  /**
   * Checks as {@link #require(Cluster, Topic...)} does.
   *
   * @param options that the command needs beside the cluster, each after a space
   * @throws StageFailure naming every problem and the command that mends it
   */
  public static void require(Cluster cluster, List<Topic> topics, String options) {
    try (TopicAdmin admin = new TopicAdmin(cluster)) {
      admin.require(topics, options);
    }
  }

  private void require(List<Topic> topics, String options) {
    List<TopicProblem> problems = check(topics.stream().map(Topic::withAnyPartitions).toList());
    if (!problems.isEmpty()) {
      throw new StageFailure(
          "%s. 'mien topics create --mend --bootstrap-servers %s%s' sets them right"
              .formatted(
                  problems.stream().map(TopicProblem::toString).collect(Collectors.joining("; ")),
                  cluster.bootstrapServers(),
                  options));
    }
  }

  @Override
  public void close() {
    calls.close();
  }

  private static void warn(Topic topic, long millis) {
    LOG.warn(
        "topic '{}' keeps records for {} s, by default it is {} s: what no stage has read by then is lost",
        topic.name(),
        millis / 1_000,
        topic.retention().toSeconds());
  }

  private static List<String> wrong(
      Topic topic, TopicDescription description, Map<String, String> actual) {
    List<String> wrong = new ArrayList<>();
    if (tooFew(topic, description)) {
      wrong.add(
          "has %d partitions, expected %d"
              .formatted(description.partitions().size(), topic.partitions()));
    }
    TopicSettings.missing(topic, actual)
        .forEach(
            (name, needed) ->
                wrong.add(
                    "has %s %s, expected %s"
                        .formatted(name, actual.getOrDefault(name, "not set"), needed)));
    return wrong;
  }

  /** Of what is kept by its key, more partitions would leave the records where nobody looks. */
  private static boolean tooFew(Topic topic, TopicDescription description) {
    return topic.cleanup() != Topic.Cleanup.COMPACT
        && description.partitions().size() < topic.partitions();
  }

  private static Map<String, String> settingsOf(
      Topic topic, Map<String, Map<String, String>> settings) {
    return settings.getOrDefault(topic.name(), Map.of());
  }

  private static NewTopic newTopic(Topic topic) {
    return new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty())
        .configs(TopicSettings.of(topic));
  }

  private static ConfigResource resource(Topic topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
  }

  private static List<AlterConfigOp> ops(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(
            setting ->
                new AlterConfigOp(
                    new ConfigEntry(setting.getKey(), setting.getValue()),
                    AlterConfigOp.OpType.SET))
        .toList();
  }
}
