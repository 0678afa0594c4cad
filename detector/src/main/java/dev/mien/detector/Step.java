// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector;

/** What is done with a frame, in this order. */
public enum Step {
  /** The JPEG is checked and decoded. */
  DECODE,
  /** Faces are found. */
  DETECT,
  /** Faces are followed, which takes no time worth mentioning, aligned and encoded. */
  ALIGN
}
