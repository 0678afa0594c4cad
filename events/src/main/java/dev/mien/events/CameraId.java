// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

  /**
   * Checks that a record lies under the id of the camera that it is of.
   *
   * @param camera that the record itself names
   * @param otherwise kind of the error where the key is of another camera
   * @throws BadRecord if it does not
   */
  public static void requireKey(byte @Nullable [] key, String camera, Fault otherwise)
      throws BadRecord {
    if (key == null) {
      throw new BadRecord(Fault.MISSING_KEY, "no key, expected the camera id '" + camera + "'");
    }
    String id = new String(key, UTF_8);
    if (!id.equals(camera)) {
      throw new BadRecord(
          otherwise, "a record of camera '%s' lies under the key '%s'".formatted(camera, id));
    }
  }
}
