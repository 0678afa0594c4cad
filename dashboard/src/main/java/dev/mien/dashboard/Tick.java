// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has changed since the last message.
 *
 * @param now time of this server, in milliseconds since the epoch
 * @param trouble what is wrong, for people; empty if nothing is
 * @param classes all that were seen or counted, in the models' order, if there are new ones
 * @param cameras with something new
 * @param rates windows that have changed
 * @param moments that are new or go on
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Tick(
    long now,
    String trouble,
    @Nullable List<String> classes,
    List<CameraView> cameras,
    List<RateView> rates,
    List<Moment> moments) {

  Tick {
    cameras = List.copyOf(cameras);
    rates = List.copyOf(rates);
    moments = List.copyOf(moments);
  }

  long events() {
    return cameras.stream().mapToLong(CameraView::events).sum();
  }

  boolean hasNews() {
    return classes != null || !(cameras.isEmpty() && rates.isEmpty() && moments.isEmpty());
  }
}
