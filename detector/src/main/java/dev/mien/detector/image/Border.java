// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.image;

import org.bytedeco.opencv.global.opencv_core;

/** What is to be seen beyond the edges of a picture. */
public enum Border {
  /** Nothing: black. */
  BLACK(opencv_core.BORDER_CONSTANT),
  /** The outermost pixels, drawn out. */
  EDGE(opencv_core.BORDER_REPLICATE);

  private final int mode;

  Border(int mode) {
    this.mode = mode;
  }

  /** Returns what OpenCV calls it. */
  int mode() {
    return mode;
  }
}
