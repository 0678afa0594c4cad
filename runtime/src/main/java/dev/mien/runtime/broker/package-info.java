// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/**
 * A Kafka broker within the process, for one machine: {@link
 * dev.mien.runtime.broker.EmbeddedBroker}.
 */
@NullMarked
package dev.mien.runtime.broker;

import org.jspecify.annotations.NullMarked;
