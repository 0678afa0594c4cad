// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime.streams;

import dev.mien.runtime.KafkaFailures;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Keeps the number of threads of a Kafka Streams application. It replaces a thread that fails once
 * and at once; where the clients of the new one cannot be made, because no address of Kafka is
 * known at that moment, it goes on without a word, in the end with no thread at all.
 */
final class StreamsThreads implements AutoCloseable {

  private static final int LOOK_EVERY_MILLIS = 1_000;

  private final KafkaStreams streams;
  private final int wanted;
  private final Consumer<RuntimeException> onFailure;
  private final ScheduledExecutorService executor =
      new ScheduledThreadPoolExecutor(1, StreamsThreads::daemon);

  private StreamsThreads(KafkaStreams streams, int wanted, Consumer<RuntimeException> onFailure) {
    this.streams = streams;
    this.wanted = wanted;
    this.onFailure = onFailure;
  }

  /**
   * Begins to look after a started application.
   *
   * @param onFailure told each time that a thread cannot be added
   */
  static StreamsThreads keep(
      KafkaStreams streams, StreamsConfig config, Consumer<RuntimeException> onFailure) {
    StreamsThreads threads =
        new StreamsThreads(
            streams, config.getInt(StreamsConfig.NUM_STREAM_THREADS_CONFIG), onFailure);
    ScheduledFuture<?> unused =
        threads.executor.scheduleWithFixedDelay(
            threads::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    return threads;
  }

  /** Does not wait for a look that is under way. */
  @Override
  public void close() {
    executor.shutdown();
  }

  private void look() {
    try {
      if (isOneMissing()) {
        streams.addStreamThread();
      }
    } catch (RuntimeException e) {
      if (!KafkaFailures.mayPass(e)) {
        close();
      }
      onFailure.accept(e);
    }
  }

  private boolean isOneMissing() {
    try {
      return streams.metadataForLocalThreads().size() < wanted;
    } catch (IllegalStateException e) { // not started, closed or failed, perhaps just now
      return false;
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "mien-streams-threads");
    thread.setDaemon(true);
    return thread;
  }
}
