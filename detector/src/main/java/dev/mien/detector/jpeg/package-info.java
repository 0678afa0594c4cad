// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** What can be said about a JPEG without decoding it. */
@NullMarked
package dev.mien.detector.jpeg;

import org.jspecify.annotations.NullMarked;
