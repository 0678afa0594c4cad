// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import dev.mien.events.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/** Makes the topics of Mien and compares them with what they should be. */
public final class TopicAdmin implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 10_000;

  private final Cluster cluster;
  private final AdminCalls calls;

  /** Makes a client that has not asked anything yet. */
  public TopicAdmin(Cluster cluster) {
    this.cluster = cluster;
    Map<String, ?> defaults =
        Map.of(
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    this.calls = new AdminCalls(Admin.create(cluster.client(defaults)), cluster);
  }

  /**
   * Makes the topics that are missing, with the broker's own replication factor, and leaves the
   * others as they are.
   *
   * @return those that were made
   * @throws StageFailure if the cluster does not answer or refuses
   */
  public List<Topic> create(List<Topic> topics) {
    Map<String, TopicDescription> there = calls.describe(topics);
    List<Topic> missing =
        topics.stream().filter(topic -> !there.containsKey(topic.name())).toList();
    calls.create(missing.stream().map(TopicAdmin::newTopic).toList());
    return missing;
  }

  /**
   * Returns what is wrong with the topics, in their order.
   *
   * @throws StageFailure if the cluster does not answer or refuses
   */
  public List<TopicProblem> check(List<Topic> topics) {
    Map<String, TopicDescription> there = calls.describe(topics);
    Map<String, Config> configs = calls.configs(there.keySet());
    List<TopicProblem> problems = new ArrayList<>();
    for (Topic topic : topics) {
      problem(topic, there.get(topic.name()), configs.get(topic.name()))
          .ifPresent(problem -> problems.add(new TopicProblem(topic, problem)));
    }
    return problems;
  }

  /**
   * Sets topics that are there right: their settings, and more partitions where there are too few.
   * Cameras move to other partitions then, so their order is kept from the next frame on.
   *
   * @return the problems there were
   * @throws StageFailure if the cluster does not answer or refuses
   */
  public List<TopicProblem> mend(List<Topic> topics) {
    Map<String, TopicDescription> there = calls.describe(topics);
    List<TopicProblem> problems =
        check(topics.stream().filter(topic -> there.containsKey(topic.name())).toList());
    Map<ConfigResource, List<AlterConfigOp>> settings = new HashMap<>();
    Map<String, NewPartitions> partitions = new HashMap<>();
    for (TopicProblem problem : problems) {
      Topic topic = problem.topic();
      @Nullable TopicDescription description = there.get(topic.name());
      settings.put(resource(topic), ops(topic));
      if (description != null && description.partitions().size() < topic.partitions()) {
        partitions.put(topic.name(), NewPartitions.increaseTo(topic.partitions()));
      }
    }
    calls.alter(settings);
    calls.addPartitions(partitions);
    return problems;
  }

  /**
   * Returns if all topics are as they should be; the number of partitions may be any.
   *
   * @throws StageFailure naming every problem and the command that mends it
   */
  public void require(List<Topic> topics) {
    List<TopicProblem> problems =
        check(topics.stream().map(topic -> topic.withPartitions(1)).toList());
    if (!problems.isEmpty()) {
      throw new StageFailure(
          "%s. 'mien topics create --mend --bootstrap-servers %s' sets them right"
              .formatted(
                  problems.stream().map(TopicProblem::toString).collect(Collectors.joining("; ")),
                  cluster.bootstrapServers()));
    }
  }

  @Override
  public void close() {
    calls.close();
  }

  private static Optional<String> problem(
      Topic topic, @Nullable TopicDescription description, @Nullable Config config) {
    if (description == null || config == null) {
      return Optional.of("is missing");
    }
    List<String> wrong = new ArrayList<>();
    int partitions = description.partitions().size();
    if (partitions < topic.partitions()) {
      wrong.add("has %d partitions, expected %d".formatted(partitions, topic.partitions()));
    }
    TopicSettings.of(topic)
        .forEach(
            (name, expected) -> {
              ConfigEntry entry = config.get(name);
              if (entry == null || !expected.equals(entry.value())) {
                Object found = entry == null ? "not set" : entry.value();
                wrong.add("has %s %s, expected %s".formatted(name, found, expected));
              }
            });
    return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", wrong));
  }

  private static NewTopic newTopic(Topic topic) {
    return new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty())
        .configs(TopicSettings.of(topic));
  }

  private static ConfigResource resource(Topic topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
  }

  private static List<AlterConfigOp> ops(Topic topic) {
    return TopicSettings.of(topic).entrySet().stream()
        .map(
            setting ->
                new AlterConfigOp(
                    new ConfigEntry(setting.getKey(), setting.getValue()),
                    AlterConfigOp.OpType.SET))
        .toList();
  }
}
