// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** Labelled faces: read from data sets, aligned, packed into one file, and read from it. */
@NullMarked
package dev.mien.trainer.data;

import org.jspecify.annotations.NullMarked;
