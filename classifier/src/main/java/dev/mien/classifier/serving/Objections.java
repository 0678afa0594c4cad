// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.serving;

import dev.mien.classifier.registry.Refusal;
import dev.mien.events.ModelVersion;
import java.util.HashSet;
import java.util.Set;

/**
 * What may not serve, and why another model does than should. One thread changes it, any may read
 * the problem.
 */
final class Objections {

  private final ModelMetrics metrics;
  private final Set<String> refused = new HashSet<>();
  private volatile String problem = "";

  Objections(ModelMetrics metrics) {
    this.metrics = metrics;
  }

  /** Refuses a version until it is promoted anew. */
  void add(ModelVersion version, Refusal reason) {
    refused.add(attempt(version));
    metrics.refused(reason);
  }

  /** Returns whether this very promotion was refused. */
  boolean has(ModelVersion version) {
    return refused.contains(attempt(version));
  }

  /** Tells why another model serves than should. */
  void say(String why) {
    problem = why;
    metrics.activeIsRefused(true);
  }

  /** Tells that what should serve does. */
  void settle() {
    warn("");
  }

  /** Tells what is wrong although what should serve does. */
  void warn(String what) {
    problem = what;
    metrics.activeIsRefused(false);
  }

  /** Returns why another model serves than should; empty where it does not. */
  String problem() {
    return problem;
  }

  private static String attempt(ModelVersion version) {
    return version.file() + "/" + version.changedMicros();
  }
}
