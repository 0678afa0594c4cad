// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.watch;

import dev.mien.events.Topics;
import dev.mien.events.Wire;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The JSON that a record carries: in its header where the value is a picture, else in its value.
 */
final class RecordJson {

  private static final Set<String> IN_HEADER =
      Set.of(Topics.FRAMES.name(), Topics.FACES.name(), Topics.DEAD_LETTERS.name());

  private RecordJson() {}

  static String of(ConsumerRecord<byte[], byte[]> record) {
    byte @Nullable [] json = IN_HEADER.contains(record.topic()) ? header(record) : record.value();
    return json == null ? "null" : new String(json, StandardCharsets.UTF_8);
  }

  private static byte @Nullable [] header(ConsumerRecord<byte[], byte[]> record) {
    @Nullable Header header = record.headers().lastHeader(Wire.HEADER);
    return header == null ? null : header.value();
  }
}
