// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import dev.mien.events.Topics;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Lets a frame of a live source pass only if the detectors will get to it soon enough: if the
 * frames that wait for them are not more than they were through with lately in that time. So frames
 * do not queue up in Kafka, what is read there is new, and slow detectors get an even share of the
 * frames instead of all of them late.
 */
final class LiveGate implements Gate {

  /** How long frames count for the speed of the detectors after they were through with them. */
  private static final Duration LATELY = Duration.ofSeconds(10);

  private final Backlog limit;
  private final Progress detectors;
  private final Consumer<String> onDrop;
  private final LongSupplier nanoTime;
  private final Queue<Sent> waiting = new ArrayDeque<>();
  private final Queue<Long> throughNanos = new ArrayDeque<>();
  private @Nullable Long droppedNanos;

  /** A frame that was sent, and when. */
  private record Sent(CompletableFuture<RecordMetadata> frame, long nanos) {}

  /**
   * Makes an open gate.
   *
   * @param detectors how far they are; the gate closes it
   * @param onDrop told why frames are dropped, and an empty text when that is over
   * @param nanoTime as {@link System#nanoTime}
   */
  LiveGate(Backlog limit, Progress detectors, Consumer<String> onDrop, LongSupplier nanoTime) {
    this.limit = limit;
    this.detectors = detectors;
    this.onDrop = onDrop;
    this.nanoTime = nanoTime;
  }

  /** Does not wait. */
  @Override
  public boolean admits() {
    long now = nanoTime.getAsLong();
    removeThrough(now);
    boolean late = isLate(now);
    tell(late, now);
    return !late;
  }

  /** A frame now and then is still sent, which is not the end of it. */
  private void tell(boolean late, long now) {
    if (late && droppedNanos == null) {
      onDrop.accept(reason());
    }
    if (late) {
      droppedNanos = now;
    } else if (droppedNanos != null && now - droppedNanos > LATELY.toNanos()) {
      droppedNanos = null;
      onDrop.accept("");
    }
  }

  @Override
  public void sent(CompletableFuture<RecordMetadata> frame) {
    waiting.add(new Sent(frame, nanoTime.getAsLong()));
  }

  private void removeThrough(long now) {
    for (Sent sent = waiting.peek(); sent != null; sent = waiting.peek()) {
      if (isThrough(sent)) {
        throughNanos.add(now);
      } else if (!isGone(sent, now)) {
        break;
      }
      waiting.remove();
    }
    throughNanos.removeIf(nanos -> now - nanos > LATELY.toNanos());
  }

  private boolean isThrough(Sent sent) {
    return sent.frame().isDone()
        && !sent.frame().isCompletedExceptionally()
        && detectors.areThrough(sent.frame().join());
  }

  /** Kafka did not take it, or has deleted it. */
  private static boolean isGone(Sent sent, long now) {
    return sent.frame().isCompletedExceptionally()
        || now - sent.nanos() > Topics.FRAMES.retention().toNanos();
  }

  /** Speed says little before frames do wait: detectors begin slowly, and stop to share cameras. */
  private boolean isLate(long now) {
    @Nullable Sent oldest = waiting.peek();
    long delay = limit.delay().toNanos();
    long age = oldest == null ? 0 : now - oldest.nanos();
    return age > delay / 2 && expectedWait(age) > delay;
  }

  /** Nanoseconds that the next frame would wait. */
  private double expectedWait(long age) {
    return throughNanos.isEmpty()
        ? age
        : (double) waiting.size() / throughNanos.size() * LATELY.toNanos();
  }

  private String reason() {
    return "drops frames: the detectors (group '%s') would take more than %s s to get to them; are they running, and are they enough?"
        .formatted(limit.group(), seconds(limit.delay()));
  }

  private static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString();
  }

  @Override
  public void close() {
    detectors.close();
  }
}
