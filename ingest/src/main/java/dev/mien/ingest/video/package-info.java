// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** The only package of this module that calls FFmpeg. */
@NullMarked
package dev.mien.ingest.video;

import org.jspecify.annotations.NullMarked;
