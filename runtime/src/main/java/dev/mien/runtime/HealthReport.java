// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;

/** The health of stages as JSON: {@code [{"stage":...,"state":...,"detail":...}]}. */
final class HealthReport {

  private static final JsonMapper JSON = new JsonMapper();

  private HealthReport() {}

  static String json(List<? extends Stage> stages) {
    ArrayNode report = JSON.createArrayNode();
    for (Stage stage : stages) {
      Health health = stage.health();
      report
          .addObject()
          .put("stage", stage.name())
          .put("state", health.state().name())
          .put("detail", health.detail());
    }
    return report.toString();
  }
}
