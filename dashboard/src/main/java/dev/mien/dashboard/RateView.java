// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import java.util.Map;

/**
 * What one camera showed in one window of time; a later one of the same camera, start and end
 * replaces it.
 *
 * @param camera id
 * @param start of the window in milliseconds since the epoch
 * @param end of the window in milliseconds since the epoch
 * @param counts events of every class that led one
 */
record RateView(String camera, long start, long end, Map<String, Long> counts) {

  RateView {
    counts = Map.copyOf(counts);
  }
}
