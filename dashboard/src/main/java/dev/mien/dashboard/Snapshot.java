// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import java.util.List;

/**
 * All that a page shows, for a browser that comes or that was too slow.
 *
 * @param now time of this server, in milliseconds since the epoch
 * @param lost events that this browser did not get because it was too slow
 * @param trouble what is wrong, for people; empty if nothing is
 * @param classes all that were seen or counted, in the models' order
 * @param rare classes whose moments are listed from the start
 * @param frames whether the pictures of the cameras can be had
 * @param history how far back rates and moments reach, in milliseconds
 * @param cameras all, with the faces that are in view
 * @param rates all windows
 * @param moments the last of every class
 */
record Snapshot(
    long now,
    long lost,
    String trouble,
    List<String> classes,
    List<String> rare,
    boolean frames,
    long history,
    List<CameraView> cameras,
    List<RateView> rates,
    List<Moment> moments) {

  Snapshot {
    classes = List.copyOf(classes);
    rare = List.copyOf(rare);
    cameras = List.copyOf(cameras);
    rates = List.copyOf(rates);
    moments = List.copyOf(moments);
  }
}
