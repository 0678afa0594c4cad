// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.model;

/** Which colour comes first along the channel axis. */
public enum ColourOrder {
  /** Red, green, blue. */
  RGB,
  /** Blue, green, red. */
  BGR;

  /** Returns the colour of a channel: 0 red, 1 green, 2 blue. */
  int colourOf(int channel) {
    return this == RGB ? channel : 2 - channel;
  }
}
