// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** Pictures in native memory: the only package of this module that touches OpenCV. */
@NullMarked
package dev.mien.detector.image;

import org.jspecify.annotations.NullMarked;
