// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.backlog;

import dev.mien.events.Topics;
import dev.mien.runtime.Cluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Holds a file back while too many frames wait for the detectors. Looks every now and then, so that
 * several files together may go a little beyond. For one thread.
 */
final class FileGate implements Gate {

  private static final Logger LOG = LoggerFactory.getLogger(FileGate.class);

  /** What the log says of a group that cannot be asked about, and why it cannot. */
  static final String UNSEEN =
      "It cannot be seen how far the detectors (group '{}') are, nothing is held back: {}";

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LOOK_EVERY_MILLIS = 200;

  /** Between two looks at most this part of the limit is sent. */
  private static final int LOOKS_PER_LIMIT = 8;

  private final Backlog limit;
  private final Runnable flush;
  private final BooleanSupplier over;
  private final Consumer<String> onWait;
  private final Admin admin;
  private final Map<TopicPartition, Long> starts = new HashMap<>();
  private int free;
  private boolean warned;

  /**
   * Makes a client that has not asked anything yet.
   *
   * @param flush hands all that was sent to Kafka
   * @param over tells that there is no sense in waiting any more
   * @param onWait told what is waited for, and an empty text when that is over
   */
  FileGate(
      Backlog limit,
      Cluster cluster,
      Runnable flush,
      BooleanSupplier over,
      Consumer<String> onWait) {
    this.limit = limit;
    this.flush = flush;
    this.over = over;
    this.onWait = onWait;
    admin = cluster.admin(PATIENCE);
  }

  /** Waits until one more frame may be sent; always true. */
  @Override
  public boolean admits() throws InterruptedException {
    boolean waited = false;
    while (free == 0 && !over.getAsBoolean()) {
      flush.run(); // What is on its way to Kafka must count, too.
      long waiting = waiting();
      free = (int) Math.min(Math.max(0, limit.frames() - waiting), step());
      if (free == 0) {
        waited = say(waiting, waited);
        Thread.sleep(LOOK_EVERY_MILLIS);
      }
    }
    if (waited) {
      onWait.accept("");
    }
    free = Math.max(0, free - 1);
    return true;
  }

  /** Kafka is asked instead. */
  @Override
  public void sent(CompletableFuture<RecordMetadata> frame) {}

  private int step() {
    return Math.max(1, limit.frames() / LOOKS_PER_LIMIT);
  }

  private boolean say(long waiting, boolean said) {
    if (!said) {
      onWait.accept(
          "waits: %d frames lie before the detectors (group '%s'), which may be %d at most; is one running?"
              .formatted(waiting, limit.group(), limit.frames()));
    }
    return true;
  }

  /** A cluster that does not answer is for the producer to deal with. */
  private long waiting() throws InterruptedException {
    try {
      return lag();
    } catch (ExecutionException e) {
      LOG.atLevel(warned ? Level.DEBUG : Level.WARN)
          .log(UNSEEN, limit.group(), String.valueOf(e.getCause()));
      warned = true;
      return 0;
    }
  }

  private long lag() throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> ends = offsets(OffsetSpec.latest());
    // What is deleted while no detector lives makes no room: it would be lost frame by frame.
    if (starts.isEmpty() || hasMembers()) {
      starts.putAll(offsets(OffsetSpec.earliest()));
    }
    Map<TopicPartition, OffsetAndMetadata> committed = committed();
    return ends.entrySet().stream()
        .mapToLong(
            end -> {
              @Nullable OffsetAndMetadata read = committed.get(end.getKey());
              long start = starts.getOrDefault(end.getKey(), 0L);
              long next = Math.max(start, read == null ? 0 : read.offset());
              return Math.max(0, end.getValue() - next);
            })
        .sum();
  }

  private Map<TopicPartition, Long> offsets(OffsetSpec which)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> asked =
        partitions().stream().collect(Collectors.toMap(Function.identity(), partition -> which));
    Map<TopicPartition, ListOffsetsResultInfo> offsets = admin.listOffsets(asked).all().get();
    return offsets.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }

  private List<TopicPartition> partitions() throws ExecutionException, InterruptedException {
    return admin
        .describeTopics(List.of(Topics.FRAMES.name()))
        .allTopicNames()
        .get()
        .values()
        .stream()
        .flatMap(
            topic ->
                topic.partitions().stream()
                    .map(info -> new TopicPartition(topic.name(), info.partition())))
        .toList();
  }

  private boolean hasMembers() throws ExecutionException, InterruptedException {
    return ifThere(admin.describeConsumerGroups(List.of(limit.group())).all(), Map.of())
        .values()
        .stream()
        .anyMatch(group -> !group.members().isEmpty());
  }

  private Map<TopicPartition, OffsetAndMetadata> committed()
      throws ExecutionException, InterruptedException {
    return ifThere(
        admin.listConsumerGroupOffsets(limit.group()).partitionsToOffsetAndMetadata(), Map.of());
  }

  private static <T> T ifThere(KafkaFuture<T> answer, T otherwise)
      throws ExecutionException, InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return otherwise;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
