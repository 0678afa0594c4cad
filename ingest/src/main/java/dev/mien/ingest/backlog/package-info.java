// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/**
 * How far a source may get ahead of the detectors: {@link dev.mien.ingest.backlog.Gate} holds a
 * file back, and lets a live source drop what they would get to too late.
 */
@NullMarked
package dev.mien.ingest.backlog;

import org.jspecify.annotations.NullMarked;
