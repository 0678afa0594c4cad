// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import java.util.regex.Pattern;

/** Range checks whose message carries the name and the value. */
final class Check {

  private Check() {}

  static void notNegative(String name, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " is " + value + ", expected 0 or more");
    }
  }

  static void range(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s is %d, expected %d to %d".formatted(name, value, min, max));
    }
  }

  static void range(String name, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          "%s is %s, expected %s to %s".formatted(name, plain(value), plain(min), plain(max)));
    }
  }

  static void finite(String name, float value) {
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException(name + " is " + value + ", expected a finite number");
    }
  }

  static void present(String name, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " is empty");
    }
  }

  static void matches(String name, String value, Pattern form) {
    if (!form.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "%s is '%s', expected the form %s".formatted(name, value, form));
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
