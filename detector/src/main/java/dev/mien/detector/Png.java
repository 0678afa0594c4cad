// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector;

import java.util.Arrays;

/** An encoded picture; equal to another of the same bytes. */
public final class Png {

  private final byte[] bytes;

  /** Takes over the array, which must not change afterwards. */
  public Png(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns the bytes themselves, not a copy: do not change them. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Png png && Arrays.equals(bytes, png.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "PNG of " + bytes.length + " bytes";
  }
}
