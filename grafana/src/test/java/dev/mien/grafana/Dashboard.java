// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A dashboard as Grafana reads it. */
record Dashboard(String file, JsonNode json) {

  private static final JsonMapper JSON = new JsonMapper();

  /** Returns all dashboards in the order of the flow. */
  static List<Dashboard> all() {
    try (Stream<Path> files = Files.list(Path.of("dashboards"))) {
      return files.sorted().map(Dashboard::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Dashboard read(Path file) {
    try {
      return new Dashboard(file.getFileName().toString(), JSON.readTree(file.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " is no JSON", e);
    }
  }

  /** Returns the panels, rows included. */
  List<JsonNode> panels() {
    return list(json.path("panels"));
  }

  /** Returns the variables that ask Prometheus. */
  List<JsonNode> variables() {
    return list(json.path("templating").path("list")).stream()
        .filter(variable -> variable.path("type").asText().equals("query"))
        .toList();
  }

  /** Returns what the panels ask, as it is written. */
  List<String> queries() {
    return panels().stream()
        .flatMap(panel -> list(panel.path("targets")).stream())
        .map(target -> target.path("expr").asText())
        .toList();
  }

  @Override
  public String toString() {
    return file;
  }

  static List<JsonNode> list(JsonNode array) {
    List<JsonNode> elements = new ArrayList<>();
    array.forEach(elements::add);
    return elements;
  }
}
