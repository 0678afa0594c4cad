// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import java.util.regex.Pattern;

/** The rule for camera ids: they are record keys, metric labels and part of file names. */
public final class CameraId {

  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private CameraId() {}

  /**
   * Returns the id unchanged.
   *
   * @throws IllegalArgumentException if it is no valid id
   */
  public static String check(String id) {
    if (!VALID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "camera id '"
              + id
              + "' is not valid: use 1 to 100 letters, digits, '.', '_' or '-', starting with a"
              + " letter or digit");
    }
    return id;
  }
}
