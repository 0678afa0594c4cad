// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/**
 * The words that every stage shares: what travels through the topics, what the topics are called,
 * and how a record is read and written.
 */
@NullMarked
package dev.mien.events;

import org.jspecify.annotations.NullMarked;
