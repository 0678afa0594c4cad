// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import java.util.Arrays;

/** An encoded picture; equal to another of the same bytes. */
public final class Jpeg {

  private final byte[] bytes;

  /** Takes over the array, which must not change afterwards. */
  public Jpeg(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns the bytes themselves, not a copy (a 4K frame has megabytes): do not change them. */
  public byte[] bytes() {
    return bytes;
  }

  /** Returns the number of bytes. */
  public int size() {
    return bytes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Jpeg jpeg && Arrays.equals(bytes, jpeg.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "JPEG of " + bytes.length + " bytes";
  }
}
