// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.cameras;

import dev.mien.events.Camera;
import dev.mien.ingest.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a file of cameras does to one of the file or of the cluster.
 *
 * @param camera as it is to be, or as it is where it is not in the file
 * @param kind what is done
 * @param detail which fields change, or why it goes or stays; may be empty
 */
record CameraChange(Camera camera, Kind kind, String detail) {

  /** What is done to a camera. */
  enum Kind {
    /** It is read from now on. */
    ADDED,
    /** It is read otherwise. */
    CHANGED,
    /** It is read as before. */
    UNCHANGED,
    /** It is not in the file, and read no more. */
    REMOVED,
    /** It is not in the file, and read all the same. */
    LEFT;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Compares.
   *
   * @param wanted cameras of the file, no two of one id
   * @param there cameras of the cluster, by their ids
   * @param prune whether those that are not in the file go
   * @return those of the file in its order, then the others
   */
  static List<CameraChange> between(List<Camera> wanted, Map<String, Camera> there, boolean prune) {
    List<CameraChange> changes = new ArrayList<>();
    Map<String, Camera> others = new LinkedHashMap<>(there);
    wanted.forEach(camera -> changes.add(of(camera, others.remove(camera.camera()))));
    others.values().forEach(camera -> changes.add(missing(camera, prune)));
    return changes;
  }

  private static CameraChange missing(Camera camera, boolean prune) {
    return prune
        ? new CameraChange(camera, Kind.REMOVED, "not in the file")
        : new CameraChange(camera, Kind.LEFT, "not in the file, --prune removes it");
  }

  private static CameraChange of(Camera camera, @Nullable Camera before) {
    if (before == null) {
      return new CameraChange(camera, Kind.ADDED, "");
    }
    List<String> fields = new ArrayList<>();
    if (!camera.source().equals(before.source())) {
      fields.add("source");
    }
    if (camera.maxFps() != before.maxFps()) {
      fields.add("maxFps");
    }
    if (camera.maxHeight() != before.maxHeight()) {
      fields.add("maxHeight");
    }
    if (!camera.ffmpegOptions().equals(before.ffmpegOptions())) {
      fields.add("ffmpegOptions");
    }
    return fields.isEmpty()
        ? new CameraChange(camera, Kind.UNCHANGED, "")
        : new CameraChange(camera, Kind.CHANGED, String.join(", ", fields));
  }

  /** Returns the line about it, without passwords. */
  @Override
  public String toString() {
    String what = kind.word() + (detail.isEmpty() ? "" : " (" + detail + ")");
    return "%-24s  %s  %s".formatted(camera.camera(), what, new Source(camera.source()));
  }
}
