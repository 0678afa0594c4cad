// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.mien.runtime.FileProblem;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.WholeFile;
import dev.mien.trainer.augment.Augmentation;
import dev.mien.trainer.method.Method;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings that are put together: the defaults, over them a file, over it single values. In a file,
 * {@code method} and {@code augmentation} are names or single values of theirs.
 */
public final class Settings {

  private static final String METHOD = "method";
  private static final String AUGMENTATION = "augmentation";

  /** Settings of the method's parts that the methods with these parts share. */
  private static final List<String> SHARED =
      List.of("insideSquare", "detached", "lambda", "alpha", "smoothing", "classWeights", "beta");

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT) // half an epoch would be none
          .build();

  private final ObjectNode tree;

  private Settings(ObjectNode tree) {
    this.tree = tree;
  }

  /** Returns the settings of {@link TrainConfig#defaults()}. */
  public static Settings defaults() {
    return of(TrainConfig.defaults());
  }

  /** Returns settings as a run has them. */
  public static Settings of(TrainConfig config) {
    return new Settings(YAML.valueToTree(config));
  }

  /**
   * Puts a YAML file over these.
   *
   * @throws StageFailure if it cannot be read
   * @throws IllegalArgumentException naming the file and what does not fit
   */
  public Settings with(Path file) {
    ObjectNode read = read(file);
    try {
      ObjectNode merged = tree.deepCopy();
      read.properties().forEach(entry -> put(merged, entry.getKey(), entry.getValue()));
      Settings settings = new Settings(merged);
      settings.config();
      return settings;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Adds to the settings that a file of a run holds what an older version did not know yet. That
   * was as it is by default; a part of a method, as it is in the default method.
   *
   * @param file that is changed
   * @param name of the settings in it
   * @throws IllegalArgumentException naming what does not fit
   */
  public static void complete(JsonNode file, String name) {
    if (file.get(name) instanceof ObjectNode stored) {
      ObjectNode merged = defaults().tree;
      stored.properties().forEach(entry -> put(merged, entry.getKey(), entry.getValue()));
      TrainConfig config = new Settings(merged).config();
      ((ObjectNode) file).set(name, YAML.valueToTree(config));
    }
  }

  private static ObjectNode read(Path file) {
    try {
      if (YAML.readTree(file.toFile()) instanceof ObjectNode read) {
        return read;
      }
      throw new StageFailure(file + " is no list of settings such as 'epochs: 60'");
    } catch (IOException e) {
      throw new StageFailure("%s cannot be read: %s".formatted(file, FileProblem.reason(e)), e);
    }
  }

  /**
   * Puts single values over these; a method as {@link #withMethod} does.
   *
   * @param values by name, {@code method.lambda} for that of a part
   */
  public Settings with(Map<String, Object> values) {
    if (values.get(METHOD) instanceof String method) {
      Map<String, Object> others = new LinkedHashMap<>(values);
      others.remove(METHOD);
      return withMethod(method).with(others);
    }
    ObjectNode merged = tree.deepCopy();
    values.forEach(
        (name, value) -> {
          int dot = name.indexOf('.');
          JsonNode node = YAML.valueToTree(value);
          if (dot < 0) {
            put(merged, name, node);
          } else {
            merged.withObject("/" + name.substring(0, dot)).set(name.substring(dot + 1), node);
          }
        });
    return new Settings(merged);
  }

  /**
   * Puts a method over these, as far as the settings do not say otherwise: between methods that
   * re-balance, lambda, where B is applied and whether the maps are detached stay.
   */
  public Settings withMethod(String name) {
    Method method = Method.named(name);
    ObjectNode merged = tree.deepCopy();
    ObjectNode chosen = YAML.valueToTree(method);
    if (method.rebalanced()
        && tree.get(METHOD) instanceof ObjectNode old
        && old.path("rebalanced").asBoolean()) {
      SHARED.forEach(key -> chosen.set(key, old.get(key)));
    }
    merged.set(METHOD, chosen);
    return new Settings(merged);
  }

  private static void put(ObjectNode target, String name, JsonNode value) {
    if (value.isTextual() && name.equals(METHOD)) {
      target.set(name, YAML.valueToTree(Method.named(value.asText())));
    } else if (value.isTextual() && name.equals(AUGMENTATION)) {
      target.set(name, YAML.valueToTree(Augmentation.named(value.asText())));
    } else if (value.isObject() && target.get(name) instanceof ObjectNode old) {
      old.setAll((ObjectNode) value);
    } else {
      target.set(name, value);
    }
  }

  /**
   * Returns them, checked.
   *
   * @throws IllegalArgumentException naming what does not fit
   */
  public TrainConfig config() {
    all().forEach(Settings::checkGiven);
    try {
      return YAML.treeToValue(tree, TrainConfig.class);
    } catch (JsonMappingException e) {
      throw new IllegalArgumentException("settings: " + SettingsProblem.reason(e), e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("settings: " + e.getOriginalMessage(), e);
    }
  }

  private static void checkGiven(String name, String value) {
    if (value.equals("null")) {
      throw new IllegalArgumentException(
          "settings: '%s' has no value: give one, or leave it out".formatted(name));
    }
  }

  /** Returns every setting by its name, those of a part as {@code part.name}. */
  public Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    flatten("", tree, all);
    return all;
  }

  /** Returns those that are not the defaults, by their names. */
  public Map<String, String> chosen() {
    return beyond(defaults());
  }

  /** Returns those that others do not have, or have otherwise, by their names. */
  public Map<String, String> beyond(Settings others) {
    Map<String, String> beyond = new TreeMap<>(all());
    beyond.entrySet().removeAll(others.all().entrySet());
    return beyond;
  }

  private static void flatten(String name, JsonNode node, Map<String, String> all) {
    if (node.isObject()) {
      String prefix = name.isEmpty() ? "" : name + ".";
      node.properties().forEach(entry -> flatten(prefix + entry.getKey(), entry.getValue(), all));
    } else {
      all.put(name, node.isTextual() ? node.asText() : node.toString());
    }
  }

  /** Says which settings a run has had that are others now. */
  public static List<String> differences(TrainConfig before, TrainConfig now) {
    Map<String, String> others = of(now).all();
    return of(before).all().entrySet().stream()
        .filter(entry -> !entry.getValue().equals(others.get(entry.getKey())))
        .map(
            entry ->
                "%s was %s, is %s now"
                    .formatted(entry.getKey(), entry.getValue(), others.get(entry.getKey())))
        .toList();
  }

  /** Writes them as a YAML file. */
  void write(Path file) throws IOException {
    WholeFile.write(file, YAML.writeValueAsBytes(tree));
  }
}
