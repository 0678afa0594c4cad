// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** Detector and classifier over files, without Kafka. */
@NullMarked
package dev.mien.deploy.classify;

import org.jspecify.annotations.NullMarked;
