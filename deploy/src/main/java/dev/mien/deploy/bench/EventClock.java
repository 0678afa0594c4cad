// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.bench;

import dev.mien.events.BadRecord;
import dev.mien.events.Emotion;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.TopicReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Notes when the events of which model arrive at a reader of committed records. */
final class EventClock implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);

  private final TopicReader reader;
  private final Thread thread = new Thread(this::run, "mien-clock");
  private final List<Arrival> arrivals = new ArrayList<>();
  private volatile boolean closing;

  /** Begins with {@link #start}. */
  EventClock(Cluster cluster) {
    this.reader = new TopicReader(cluster);
  }

  void start() {
    reader.open(List.of(Topics.EMOTIONS.name()), false);
    thread.start();
  }

  /** Returns when the first event of a model arrived, in the time of {@code System.nanoTime}. */
  synchronized Optional<Long> first(String model) {
    return arrivals.stream()
        .filter(arrival -> arrival.model.equals(model))
        .map(Arrival::nanos)
        .findFirst();
  }

  /** Returns the longest time between two events that arrived in a while, in milliseconds. */
  synchronized double longestPause(long from, long to) {
    long longest = 0;
    for (int i = 1; i < arrivals.size(); i++) {
      long nanos = arrivals.get(i).nanos;
      if (nanos >= from && nanos <= to) {
        longest = Math.max(longest, nanos - arrivals.get(i - 1).nanos);
      }
    }
    return longest / 1e6;
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    reader.close();
  }

  private void run() {
    while (!closing) {
      for (ConsumerRecord<byte[], byte[]> event : reader.poll(POLL)) {
        note(event, System.nanoTime());
      }
    }
  }

  private synchronized void note(ConsumerRecord<byte[], byte[]> event, long now) {
    try {
      arrivals.add(new Arrival(now, Wire.read(event.value(), Emotion.class).model()));
    } catch (BadRecord e) {
      throw new IllegalStateException("the classifier wrote an event that cannot be read", e);
    }
  }

  private record Arrival(long nanos, String model) {}
}
