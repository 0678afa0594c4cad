// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.fleet;

import dev.mien.events.Camera;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cameras of one partition of {@code mien.cameras}: which are to be read, and which are. For
 * one thread, but for {@link #read}.
 */
final class PartitionCameras {

  private static final Logger LOG = LoggerFactory.getLogger(PartitionCameras.class);

  private final CameraStages stages;
  private final Map<String, Camera> wanted = new HashMap<>();
  private final Map<String, FleetCamera> read = new ConcurrentHashMap<>();

  /** Has none yet. */
  PartitionCameras(CameraStages stages) {
    this.stages = stages;
  }

  /** Takes note of a change; {@link #settle} makes it so. */
  void apply(ConsumerRecord<byte[], byte[]> change) {
    CameraRecords.apply(change, wanted);
  }

  /** The partition is read from its beginning again. */
  void beginAnew() {
    wanted.clear();
  }

  /**
   * Works towards it, and waits for nothing: has the cameras end that are not wanted, or not so,
   * and begins those that are missing. One that changes begins in a later call, when it has ended.
   */
  void settle() {
    for (FleetCamera reader : read.values()) {
      if (reader.isOver()) {
        end(reader);
      } else if (!isWanted(reader.camera())) {
        reader.stop();
      }
    }
    wanted.forEach((id, camera) -> read.computeIfAbsent(id, missing -> begin(camera)));
  }

  private FleetCamera begin(Camera camera) {
    LOG.info("{} is read", camera);
    FleetCamera reader = new FleetCamera(camera, stages);
    reader.start();
    return reader;
  }

  private boolean isWanted(Camera camera) {
    return camera.equals(wanted.get(camera.camera()));
  }

  /** Returns what is read, from any thread. */
  Collection<FleetCamera> read() {
    return read.values();
  }

  /** Has all cameras end soon. */
  void stop() {
    read.values().forEach(FleetCamera::stop);
  }

  /**
   * Waits, after {@link #stop}, until none is read any more.
   *
   * @param deadline by {@link System#nanoTime}, after which they are left to end alone
   */
  void join(long deadline) throws InterruptedException {
    for (FleetCamera reader : read.values()) {
      if (reader.join(Duration.ofNanos(deadline - System.nanoTime()))) {
        end(reader);
      } else {
        LOG.warn(
            "{} does not end: another process may read it as well for a while", reader.camera());
      }
    }
  }

  private void end(FleetCamera reader) {
    read.remove(reader.camera().camera());
    LOG.info("{} is not read any more", reader.camera());
  }
}
