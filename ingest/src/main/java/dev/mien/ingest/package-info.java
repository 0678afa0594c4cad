// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/**
 * Cameras, streams and files become JPEG frames in Kafka. {@link dev.mien.ingest.VideoSource} reads
 * one source, {@link dev.mien.ingest.IngestStage} publishes what it reads.
 */
@NullMarked
package dev.mien.ingest;

import org.jspecify.annotations.NullMarked;
