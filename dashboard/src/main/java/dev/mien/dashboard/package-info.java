// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** A live page over the emotion topics: one consumer for all browsers. */
@NullMarked
package dev.mien.dashboard;

import org.jspecify.annotations.NullMarked;
