// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.model;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a model file says about itself in its ONNX {@code metadata_props}.
 *
 * @param version name of the model, which every event carries; key {@value #VERSION}, by default
 *     the beginning of the file's SHA-256
 * @param classes in the order of the logits; key {@value #CLASSES}, separated by commas
 * @param preprocessing of the pictures; key {@value Preprocessing#KEY}
 * @param alignment template that the faces were aligned to; key {@value #ALIGNMENT}, by default
 *     {@value #ARCFACE}
 * @param temperature that the logits are divided by before the softmax, so that probabilities are
 *     as often right as they say; key {@value #TEMPERATURE}, by default 1
 * @param alerts from which probability on to ring; keys {@code alert.<class>}, by default none
 */
public record ModelMetadata(
    String version,
    List<String> classes,
    Preprocessing preprocessing,
    String alignment,
    double temperature,
    AlertThresholds alerts) {

  /** The five-point template of ArcFace, the only one that the detector aligns to. */
  public static final String ARCFACE = "arcface";

  /** Key of the ONNX metadata. */
  public static final String VERSION = "version";

  /** Key of the ONNX metadata. */
  public static final String CLASSES = "classes";

  /** Key of the ONNX metadata. */
  public static final String ALIGNMENT = "alignment";

  /** Key of the ONNX metadata. */
  public static final String TEMPERATURE = "temperature";

  /** What the keys begin with that say how good the model is, in numbers. */
  public static final String METRICS = "metrics.";

  private static final int MAX_CLASSES = 100;

  /** A class is part of a topic's name; a version is a metric label and a record key. */
  private static final Pattern CLASS = Pattern.compile("[a-z][a-z0-9_-]{0,49}");

  private static final Pattern VERSION_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  /**
   * Copies the classes.
   *
   * @throws IllegalArgumentException naming the key and its value
   */
  public ModelMetadata {
    if (!VERSION_NAME.matcher(version).matches()) {
      throw new IllegalArgumentException(
          "metadata '%s' is '%s', expected 1 to 100 letters, digits, '.', '_' or '-'"
              .formatted(VERSION, version));
    }
    classes = List.copyOf(classes);
    checkClasses("metadata '" + CLASSES + "'", classes);
    if (!alignment.equals(ARCFACE)) {
      throw new IllegalArgumentException(
          "metadata '%s' is '%s', but faces are aligned to '%s'"
              .formatted(ALIGNMENT, alignment, ARCFACE));
    }
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "metadata '" + TEMPERATURE + "' is " + temperature + ", expected a number above 0");
    }
  }

  /**
   * Checks whether a model can have these classes.
   *
   * @param what they are, for the message
   * @throws IllegalArgumentException if it cannot; it says what is expected
   */
  public static void checkClasses(String what, List<String> classes) {
    boolean valid = classes.stream().allMatch(name -> CLASS.matcher(name).matches());
    if (!valid
        || classes.size() < 2
        || classes.size() > MAX_CLASSES
        || new HashSet<>(classes).size() != classes.size()) {
      throw new IllegalArgumentException(
          "%s is %s, expected 2 to %d different names of small letters, digits, '_' or '-', with a letter first"
              .formatted(what, classes, MAX_CLASSES));
    }
  }

  /**
   * Reads the properties of an ONNX file.
   *
   * @param defaultVersion of a file that names none
   * @throws IllegalArgumentException naming the key that is missing or wrong
   */
  static ModelMetadata of(Map<String, String> properties, String defaultVersion) {
    return new ModelMetadata(
        properties.getOrDefault(VERSION, defaultVersion),
        Stream.of(required(properties, CLASSES).split(",", -1)).map(String::strip).toList(),
        Preprocessing.parse(required(properties, Preprocessing.KEY)),
        properties.getOrDefault(ALIGNMENT, ARCFACE),
        temperature(properties.getOrDefault(TEMPERATURE, "1")),
        AlertThresholds.of(properties));
  }

  /** Returns what {@link #of} reads, in an order to read. */
  public Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(VERSION, version);
    properties.put(CLASSES, String.join(",", classes));
    properties.put(Preprocessing.KEY, preprocessing.toString());
    properties.put(ALIGNMENT, alignment);
    properties.put(TEMPERATURE, Double.toString(temperature));
    properties.putAll(alerts.properties());
    return properties;
  }

  private static double temperature(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "metadata '" + TEMPERATURE + "' is '" + text + "', expected a number above 0", e);
    }
  }

  private static String required(Map<String, String> properties, String key) {
    String value = properties.get(key);
    if (value == null) {
      throw new IllegalArgumentException(
          "its metadata lacks '%s', it has only %s".formatted(key, properties.keySet()));
    }
    return value;
  }
}
