// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** Faces from Kafka into emotions in Kafka: one poll, one batch, one transaction. */
@NullMarked
package dev.mien.classifier.stream;

import org.jspecify.annotations.NullMarked;
