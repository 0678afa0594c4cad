// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * From which probability of a class on an alert for it is right often enough. A model file has a
 * property {@code alert.<class>} for each class, for example {@code 0.5: 0.312, 0.7: 0.581}; a
 * precision that the class does not reach is left out.
 *
 * @param byClass class to precision (0 to 1) to probability (0 to 1)
 */
public record AlertThresholds(Map<String, NavigableMap<Double, Double>> byClass) {

  /** Of a model that says nothing about alerts. */
  public static final AlertThresholds NONE = new AlertThresholds(Map.of());

  private static final String KEY = "alert.";

  /**
   * Copies the maps.
   *
   * @throws IllegalArgumentException if a number is not between 0 and 1; it names the class
   */
  public AlertThresholds {
    Map<String, NavigableMap<Double, Double>> copy = new LinkedHashMap<>();
    byClass.forEach(
        (name, thresholds) -> {
          thresholds.forEach((precision, from) -> check(name, precision, from));
          copy.put(name, Collections.unmodifiableNavigableMap(new TreeMap<>(thresholds)));
        });
    byClass = Collections.unmodifiableMap(copy);
  }

  /**
   * Reads the properties of a model file.
   *
   * @throws IllegalArgumentException naming the key that does not say thresholds
   */
  static AlertThresholds of(Map<String, String> properties) {
    Map<String, NavigableMap<Double, Double>> byClass = new LinkedHashMap<>();
    properties.forEach(
        (key, value) -> {
          if (key.startsWith(KEY)) {
            byClass.put(key.substring(KEY.length()), thresholds(key, value));
          }
        });
    return new AlertThresholds(byClass);
  }

  /** Returns what {@link #of} reads. */
  public Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    byClass.forEach(
        (name, thresholds) ->
            properties.put(
                KEY + name,
                thresholds.entrySet().stream()
                    .map(threshold -> threshold.getKey() + ": " + threshold.getValue())
                    .collect(Collectors.joining(", "))));
    return properties;
  }

  /** Returns the probability from which on alerts for a class have a precision, if it is known. */
  public OptionalDouble of(String emotion, double precision) {
    Double from = byClass.getOrDefault(emotion, Collections.emptyNavigableMap()).get(precision);
    return from == null ? OptionalDouble.empty() : OptionalDouble.of(from);
  }

  private static NavigableMap<Double, Double> thresholds(String key, String value) {
    NavigableMap<Double, Double> thresholds = new TreeMap<>();
    try {
      for (String threshold : value.isBlank() ? new String[0] : value.split(",", -1)) {
        String[] pair = threshold.split(":", 2);
        thresholds.put(Double.valueOf(pair[0].strip()), Double.valueOf(pair[1].strip()));
      }
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "metadata '%s' is '%s', expected a form like '0.5: 0.31, 0.7: 0.58'"
              .formatted(key, value),
          e);
    }
    return thresholds;
  }

  private static void check(String name, double precision, double from) {
    if (!(precision >= 0 && precision <= 1 && from >= 0 && from <= 1)) {
      throw new IllegalArgumentException(
          "metadata '%s%s' has precision %s from probability %s on, expected 0 to 1"
              .formatted(KEY, name, precision, from));
    }
  }
}
