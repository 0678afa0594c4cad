// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** Faces brought to one size and pose, so that a classifier sees eyes and mouth at fixed places. */
@NullMarked
package dev.mien.detector.align;

import org.jspecify.annotations.NullMarked;
