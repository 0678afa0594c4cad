// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.backlog;

import dev.mien.events.Topics;
import dev.mien.ingest.backlog.Progress.Commit;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Lets a frame of a live source pass only if the detectors will get to it soon enough, by their
 * pace and by what lies before it in its partition. So frames do not queue up in Kafka, what is
 * read there is new, and detectors that are too slow get an even share of the frames instead of all
 * of them late.
 */
final class LiveGate implements Gate {

  private final Backlog limit;

  /** How long frames may wait: half of the limit, for pace is known late and may fall. */
  private final long targetNanos;

  private final Progress detectors;
  private final Consumer<String> onDrop;
  private final LongSupplier nanoTime;
  private final CommitRate rate;
  private final Queue<Sent> sending = new ArrayDeque<>();
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private @Nullable RecordMetadata last;
  private long sentNanos;
  private @Nullable Long droppedNanos;

  /** A frame on its way to Kafka, and when it was sent. */
  private record Sent(CompletableFuture<RecordMetadata> frame, long nanos) {}

  /** A frame that the detectors have not committed, and when it was sent. */
  private record Waiting(long offset, long nanos) {}

  /**
   * Makes an open gate.
   *
   * @param detectors how far they are; the gate closes it
   * @param onDrop told why frames are dropped, and an empty text when that is over
   * @param nanoTime as {@link System#nanoTime}
   */
  LiveGate(Backlog limit, Progress detectors, Consumer<String> onDrop, LongSupplier nanoTime) {
    this.limit = limit;
    targetNanos = limit.delay().dividedBy(2).toNanos();
    this.detectors = detectors;
    this.onDrop = onDrop;
    this.nanoTime = nanoTime;
    rate = new CommitRate(limit.delay());
  }

  /** Does not wait. */
  @Override
  public boolean admits() {
    long now = nanoTime.getAsLong();
    // A frame now and then finds out, whatever became of topic and detectors.
    boolean late = isLate() && now - sentNanos < limit.delay().toNanos();
    tell(late, now);
    return !late;
  }

  @Override
  public void sent(CompletableFuture<RecordMetadata> frame) {
    sentNanos = nanoTime.getAsLong();
    sending.add(new Sent(frame, sentNanos));
  }

  private boolean isLate() {
    hearOfKafka();
    @Nullable RecordMetadata newest = last;
    if (newest == null) {
      return false;
    }
    @Nullable Commit commit = hearOfDetectors(newest);
    @Nullable Waiting oldest = waiting.peek();
    return commit != null
        && oldest != null
        // Pace says little before frames do wait: detectors begin slowly, and stop now and then.
        && commit.nanos() - oldest.nanos() > targetNanos / 2
        && rate.nanosFor(newest.offset() + 1 - commit.offset()) > targetNanos;
  }

  private void hearOfKafka() {
    for (Sent sent = sending.peek(); sent != null && sent.frame().isDone(); sent = sending.peek()) {
      sending.remove();
      if (!sent.frame().isCompletedExceptionally()) {
        last = sent.frame().join();
        waiting.add(new Waiting(last.offset(), sent.nanos()));
      }
    }
  }

  private @Nullable Commit hearOfDetectors(RecordMetadata newest) {
    @Nullable Commit commit = detectors.of(new TopicPartition(newest.topic(), newest.partition()));
    if (commit == null || !rate.add(commit)) {
      waiting.clear();
      return commit;
    }
    waiting.removeIf(frame -> isOver(frame, commit));
    return commit;
  }

  /** Committed, or deleted by Kafka. */
  private static boolean isOver(Waiting frame, Commit commit) {
    return frame.offset() < commit.offset()
        || commit.nanos() - frame.nanos() > Topics.FRAMES.retention().toNanos();
  }

  /** One frame that passes is not the end of it. */
  private void tell(boolean late, long now) {
    if (late && droppedNanos == null) {
      onDrop.accept(reason());
    }
    if (late) {
      droppedNanos = now;
    } else if (droppedNanos != null && now - droppedNanos > 2 * limit.delay().toNanos()) {
      droppedNanos = null;
      onDrop.accept("");
    }
  }

  private String reason() {
    return "drops frames: the detectors (group '%s') are too slow to get to them within %s s; are they running, and are they enough?"
        .formatted(limit.group(), Backlog.seconds(limit.delay()));
  }

  @Override
  public void close() {
    detectors.close();
  }
}
