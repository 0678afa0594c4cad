// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import org.apache.kafka.clients.producer.RecordMetadata;

/** How far the detectors are. */
interface Progress extends AutoCloseable {

  /** Returns whether the detectors are through with a frame, as far as that is known by now. */
  boolean areThrough(RecordMetadata frame);

  @Override
  void close();
}
