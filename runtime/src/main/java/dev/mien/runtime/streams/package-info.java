// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/**
 * How a stage runs on Kafka Streams: {@link dev.mien.runtime.streams.StreamsRun} begins it, says
 * how it is, and goes on after failures that pass.
 */
@NullMarked
package dev.mien.runtime.streams;

import org.jspecify.annotations.NullMarked;
