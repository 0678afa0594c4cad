// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

/**
 * A time during which a class led on a track; a later one of the same id replaces it.
 *
 * @param id counts the moments
 * @param emotion class whose smoothed score led
 * @param camera id
 * @param track number of the face
 * @param start capture time of the first picture, in milliseconds since the epoch
 * @param end capture time of the last picture so far, in milliseconds since the epoch
 * @param probability highest smoothed one of the class, 0 to 1
 */
record Moment(
    long id, String emotion, String camera, long track, long start, long end, double probability) {

  Moment grown(long capturedMillis, double alsoSeen) {
    return new Moment(
        id,
        emotion,
        camera,
        track,
        start,
        Math.max(end, capturedMillis),
        Math.max(probability, alsoSeen));
  }
}
