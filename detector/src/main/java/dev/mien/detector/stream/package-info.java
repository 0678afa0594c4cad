// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** The detector as a stage: {@code mien.frames} become {@code mien.faces} in Kafka Streams. */
@NullMarked
package dev.mien.detector.stream;

import org.jspecify.annotations.NullMarked;
