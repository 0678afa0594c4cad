// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** Gives faces numbers that they keep. No pictures, no libraries, no clock. */
@NullMarked
package dev.mien.detector.track;

import org.jspecify.annotations.NullMarked;
