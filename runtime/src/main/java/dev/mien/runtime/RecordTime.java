// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The time of a record, which goes on to all that comes of it. One without a time is of now: the
 * broker would delete what is older than the retention at once. So is one of the future, as where
 * the broker's clock was set back: it would refuse what comes of it.
 */
public final class RecordTime implements TimestampExtractor {

  /** Brokers from 4.0 on refuse what is more than an hour ahead of their clock. */
  private static final long MOST_AHEAD_MILLIS = TimeUnit.MINUTES.toMillis(50);

  /** Returns the time in milliseconds since the epoch. */
  public static long of(ConsumerRecord<?, ?> record) {
    long time = record.timestamp();
    long now = System.currentTimeMillis();
    return time < 0 || time > now + MOST_AHEAD_MILLIS ? now : time;
  }

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return of(record);
  }
}
