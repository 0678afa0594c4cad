// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.rates;

/**
 * How time is cut into windows, all in milliseconds.
 *
 * @param size of a window; the first one begins with the epoch
 * @param grace after the end of a window, in which its late events still count
 */
record Windows(long size, long grace) {

  long start(long millis) {
    return Math.floorDiv(millis, size) * size;
  }

  boolean closed(long start, long now) {
    return start + size + grace <= now;
  }
}
