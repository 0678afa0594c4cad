// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop around a Kafka consumer: turn after turn until it is closed. Errors that may pass are
 * said once and waited for.
 */
public final class PollLoop {

  private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);
  private static final long RETRY_MILLIS = 500;

  private final String stage;
  private final Consumer<?, ?> consumer;
  private final BrokerReachability connection = new BrokerReachability();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile String trouble = "";

  /**
   * Does nothing before {@link #run}.
   *
   * @param stage name of the stage whose loop it is
   * @param consumer that it polls; it stays the caller's
   */
  public PollLoop(String stage, Consumer<?, ?> consumer) {
    this.stage = stage;
    this.consumer = consumer;
  }

  /**
   * Returns after {@link #close}, when the turn under way is over.
   *
   * @param turn polls at least once, for a short time
   * @throws KafkaException if no repetition can help
   */
  public void run(Runnable turn) {
    while (closing.getCount() > 0) {
      try {
        turn.run();
      } catch (KafkaException e) {
        waitAfter(e);
      }
    }
  }

  /** Any thread may ask {@link #run} to return. */
  public void close() {
    closing.countDown();
  }

  /** A turn tells what a poll gave: a consumer without brokers gives nothing, and says nothing. */
  public void polled(ConsumerRecords<?, ?> records) {
    if (!records.isEmpty() || connection.isThere(consumer.metrics())) {
      answers();
    } else {
      waits("no connection to a broker");
    }
  }

  /** A turn tells that Kafka answers. */
  public void answers() {
    trouble = "";
  }

  /** Returns what it waits for, to any thread; empty while Kafka answers. */
  public String trouble() {
    return trouble;
  }

  private void waitAfter(KafkaException failure) {
    if (!KafkaFailures.mayPass(failure)) {
      throw failure;
    }
    waits(failure.toString());
    try {
      boolean unused = closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private void waits(String reason) {
    if (trouble.isEmpty()) {
      LOG.warn("The stage '{}' waits for Kafka: {}", stage, reason);
    }
    trouble = reason;
  }
}
