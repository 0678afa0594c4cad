// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

final class RecordTimeTest {

  private final long now = System.currentTimeMillis();

  /** One that seems to be of the future is of a broker whose clock is right. */
  @Test
  void timeGoesOnAsItIs() {
    long ahead = now + Duration.ofHours(2).toMillis();

    assertThat(RecordTime.of(record(1_700_000_000_000L))).isEqualTo(1_700_000_000_000L);
    assertThat(RecordTime.of(record(ahead))).isEqualTo(ahead);
  }

  @Test
  void recordWithoutATimeIsOfNow() {
    assertThat(RecordTime.of(record(ConsumerRecord.NO_TIMESTAMP)))
        .isBetween(now, System.currentTimeMillis());
  }

  private static ConsumerRecord<byte[], byte[]> record(long millis) {
    return new ConsumerRecord<>(
        "mien.frames",
        0,
        0,
        millis,
        TimestampType.LOG_APPEND_TIME,
        0,
        0,
        new byte[0],
        new byte[0],
        new RecordHeaders(),
        Optional.empty());
  }
}
