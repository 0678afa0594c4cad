// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime.topics;

import dev.mien.events.Topic;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.StageFailure;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Calls of the admin client that wait for their answer and fail with a remedy. */
final class AdminCalls implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LOOK_EVERY_MILLIS = 20;

  private final Admin admin;
  private final Cluster cluster;

  /** Takes over the client. */
  AdminCalls(Admin admin, Cluster cluster) {
    this.admin = admin;
    this.cluster = cluster;
  }

  /** Returns the topics that are there, by name. */
  Map<String, TopicDescription> describe(List<Topic> topics) {
    return describeNames(topics.stream().map(Topic::name).toList());
  }

  private Map<String, TopicDescription> describeNames(List<String> topics) {
    Map<String, TopicDescription> there = new HashMap<>();
    admin
        .describeTopics(topics)
        .topicNameValues()
        .forEach((name, answer) -> putIfThere(there, name, answer));
    return there;
  }

  /** Returns how many partitions the topics have, of those that are there. */
  Map<String, Integer> partitions(List<String> topics) {
    return describeNames(topics).values().stream()
        .collect(Collectors.toMap(TopicDescription::name, topic -> topic.partitions().size()));
  }

  /** Returns the settings of each topic. */
  Map<String, Map<String, String>> settings(Set<String> topics) {
    List<ConfigResource> resources =
        topics.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
    return get(admin.describeConfigs(resources).all()).entrySet().stream()
        .collect(Collectors.toMap(entry -> entry.getKey().name(), entry -> map(entry.getValue())));
  }

  private static Map<String, String> map(Config config) {
    return config.entries().stream()
        .filter(entry -> entry.value() != null)
        .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
  }

  /** Returns the names of all topics. */
  Set<String> topics() {
    return get(admin.listTopics().names());
  }

  /** Returns all groups, also those without a member. */
  List<GroupListing> groups() {
    return List.copyOf(get(admin.listGroups().all()));
  }

  /** Returns the names of the topics of which a group has committed how far it is. */
  Set<String> topicsRead(String group) {
    return get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .keySet()
        .stream()
        .map(TopicPartition::topic)
        .collect(Collectors.toSet());
  }

  /** Returns when nobody sees the topics any more. */
  void delete(List<String> topics) {
    get(admin.deleteTopics(topics).all());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!describeNames(topics).isEmpty() && System.nanoTime() < deadline) {
      pause();
    }
  }

  /** Returns the names of the topics that it made; others that are there already are fine. */
  Set<String> create(List<NewTopic> topics) {
    Map<String, KafkaFuture<Void>> answers = admin.createTopics(topics).values();
    return answers.entrySet().stream()
        .filter(answer -> isMade(answer.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  void alter(Map<ConfigResource, ? extends Collection<AlterConfigOp>> changes) {
    get(admin.incrementalAlterConfigs(Map.copyOf(changes)).all());
  }

  /** Returns when they can be written. */
  void addPartitions(Map<String, Integer> partitions) {
    Map<String, NewPartitions> added = new HashMap<>();
    partitions.forEach((name, count) -> added.put(name, NewPartitions.increaseTo(count)));
    get(admin.createPartitions(added).all());
    awaitLeaders(partitions);
  }

  /**
   * Returns when topics can be written. The controller answers before the brokers lead the
   * partitions. An idempotent producer whose first batch is refused for that while its second is
   * taken cannot go on: "out of order sequence number", until its delivery timeout.
   *
   * @param partitions that each topic has at least, by its name
   */
  void awaitLeaders(Map<String, Integer> partitions) {
    Map<String, Integer> there = awaited(partitions);
    partitions.forEach((name, count) -> there.merge(name, count, Math::max));
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    there.forEach(
        (name, count) ->
            IntStream.range(0, count)
                .forEach(i -> ends.put(new TopicPartition(name, i), OffsetSpec.latest())));
    get(admin.listOffsets(ends).all());
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }

  private void putIfThere(
      Map<String, TopicDescription> there, String name, KafkaFuture<TopicDescription> answer) {
    try {
      there.put(name, await(answer));
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
        throw failure(e);
      }
    }
  }

  private boolean isMade(KafkaFuture<Void> answer) {
    try {
      await(answer);
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw failure(e);
    }
  }

  /** Returns how many partitions there are, in the end. */
  private Map<String, Integer> awaited(Map<String, Integer> partitions) {
    List<String> names = List.copyOf(partitions.keySet());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Map<String, Integer> there = partitions(names);
    while (!hasAll(there, partitions) && System.nanoTime() < deadline) {
      pause();
      there = partitions(names);
    }
    return there;
  }

  private static boolean hasAll(Map<String, Integer> there, Map<String, Integer> partitions) {
    return partitions.entrySet().stream()
        .allMatch(topic -> there.getOrDefault(topic.getKey(), 0) >= topic.getValue());
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_EVERY_MILLIS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static StageFailure interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StageFailure("interrupted while waiting for Kafka", e);
  }

  private <T> T get(KafkaFuture<T> answer) {
    try {
      return await(answer);
    } catch (ExecutionException e) {
      throw failure(e);
    }
  }

  private static <T> T await(KafkaFuture<T> answer) throws ExecutionException {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private StageFailure failure(ExecutionException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    if (cause instanceof TimeoutException) {
      return cluster.noAnswer(cause);
    }
    return new StageFailure(
        "Kafka at %s refuses: %s".formatted(cluster.bootstrapServers(), cause.getMessage()), cause);
  }
}
