// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.fleet;

import dev.mien.runtime.Health;
import dev.mien.runtime.Health.State;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How several cameras are, in one sentence. */
final class FleetHealth {

  /** So many are named; of more, the log and the meters tell. */
  private static final int NAMED = 5;

  private FleetHealth() {}

  /** Ready, whatever its cameras are: to keep on trying is its work. */
  static Health of(Collection<FleetCamera> cameras) {
    SortedMap<String, String> away = new TreeMap<>();
    for (FleetCamera camera : cameras) {
      Health health = camera.health();
      if (!health.ready()) {
        away.put(camera.camera().camera(), health.detail());
      }
    }
    return new Health(State.READY, sentence(cameras.size(), away));
  }

  private static String sentence(int cameras, SortedMap<String, String> away) {
    if (away.isEmpty()) {
      return "reads " + (cameras == 1 ? "1 camera" : cameras + " cameras");
    }
    return "reads %d of %d cameras, but not ".formatted(cameras - away.size(), cameras)
        + away.entrySet().stream()
            .limit(NAMED)
            .map(camera -> "%s (%s)".formatted(camera.getKey(), camera.getValue()))
            .collect(Collectors.joining(", "))
        + (away.size() > NAMED ? " and %d more".formatted(away.size() - NAMED) : "");
  }
}
