// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** The only package of this module that calls OpenCV. */
@NullMarked
package dev.mien.ingest.jpeg;

import org.jspecify.annotations.NullMarked;
