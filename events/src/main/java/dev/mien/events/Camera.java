// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A live source of frames that is to be read. Travels as the JSON value in {@code mien.cameras}
 * under the key {@code camera}; a record without a value takes the camera away.
 *
 * @param camera id
 * @param source address of a stream or device, or path of a video that is played again and again,
 *     as whoever reads it sees it; may hold a password, which {@link #toString} leaves out
 * @param maxFps frames to keep of each second at most; 0 keeps all
 * @param maxHeight of its pictures in pixels, higher ones are scaled down; 0, as in an older record
 *     without it, leaves them as they are
 * @param ffmpegOptions options of FFmpeg to open the source with, sorted by name; may hold a
 *     password; an older record has none
 */
@JsonPropertyOrder({"camera", "source", "maxFps", "maxHeight", "ffmpegOptions"})
public record Camera(
    String camera,
    String source,
    double maxFps,
    @JsonSetter(nulls = Nulls.AS_EMPTY) int maxHeight,
    @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, String> ffmpegOptions) {

  /** More than any camera gives. */
  public static final double MAX_FPS = 10_000;

  /**
   * Checks every component.
   *
   * @throws IllegalArgumentException naming the component and its value
   */
  public Camera {
    CameraId.check(camera);
    Check.present("source", source);
    Check.range("maxFps", maxFps, 0, MAX_FPS);
    Check.range("maxHeight", maxHeight, 0, Frame.MAX_SIDE);
    ffmpegOptions.keySet().forEach(name -> Check.present("name of an FFmpeg option", name));
    ffmpegOptions = Collections.unmodifiableMap(new TreeMap<>(ffmpegOptions));
  }

  /** Has its pictures as they are, and opens the source without further options. */
  public Camera(String camera, String source, double maxFps) {
    this(camera, source, maxFps, 0, Map.of());
  }

  /** Returns the id, for messages. */
  @Override
  public String toString() {
    return "camera " + camera;
  }
}
