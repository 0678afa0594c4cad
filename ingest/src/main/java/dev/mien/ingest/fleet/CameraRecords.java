// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mien.events.BadRecord;
import dev.mien.events.Camera;
import dev.mien.events.CameraId;
import dev.mien.events.Fault;
import dev.mien.events.Wire;
import dev.mien.ingest.Source;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the records of {@code mien.cameras} say. */
final class CameraRecords {

  private static final Logger LOG = LoggerFactory.getLogger(CameraRecords.class);

  private CameraRecords() {}

  /**
   * Does to the cameras, by their ids, what a record says. One that is no camera is logged, without
   * what it says, which may be a password, and takes away the one before, as it does in the
   * compacted topic.
   */
  static void apply(ConsumerRecord<byte[], byte[]> change, Map<String, Camera> cameras) {
    String key = change.key() == null ? "" : new String(change.key(), UTF_8);
    if (change.value() == null) {
      cameras.remove(key);
      return;
    }
    try {
      Camera camera = Wire.read(change.value(), Camera.class);
      CameraId.requireKey(change.key(), camera.camera(), Fault.BROKEN_JSON);
      cameras.put(key, camera);
    } catch (BadRecord e) {
      cameras.remove(key);
      LOG.warn(
          "{}-{}@{}, '{}', is no camera ({}): name it anew with 'mien cameras add'; 'mien watch --topic {} --from-beginning --json' shows it",
          change.topic(),
          change.partition(),
          change.offset(),
          Source.redacted(key),
          e.fault().wireName(),
          change.topic());
    }
  }
}
