// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** Emotions counted by camera, class and window of time, with Kafka Streams. */
@NullMarked
package dev.mien.classifier.rates;

import org.jspecify.annotations.NullMarked;
