// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** Frames become aligned faces that keep a track number. */
@NullMarked
package dev.mien.detector;

import org.jspecify.annotations.NullMarked;
