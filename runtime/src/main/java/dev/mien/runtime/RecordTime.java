// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The time of a record, which goes on to all that comes of it. One without a time is of now: the
 * broker would delete what is older than the retention at once.
 */
public final class RecordTime implements TimestampExtractor {

  /** Returns the time in milliseconds since the epoch. */
  public static long of(ConsumerRecord<?, ?> record) {
    return record.timestamp() < 0 ? System.currentTimeMillis() : record.timestamp();
  }

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return of(record);
  }
}
