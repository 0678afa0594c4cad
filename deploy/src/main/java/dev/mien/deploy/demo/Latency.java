// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.demo;

import org.HdrHistogram.Histogram;

/** Times from the capture of a frame to the event of a face in it. */
record Latency(Histogram micros) {

  boolean isEmpty() {
    return micros.getTotalCount() == 0;
  }

  /** Returns the latency below which so many percent of the events lie, in milliseconds. */
  double millis(double percentile) {
    return micros.getValueAtPercentile(percentile) / 1000.0;
  }
}
