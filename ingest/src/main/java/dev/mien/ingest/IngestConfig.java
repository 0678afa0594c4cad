// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import dev.mien.events.CameraId;
import dev.mien.ingest.backlog.Backlog;

/**
 * What one ingest stage reads and how.
 *
 * @param source of the frames
 * @param camera id under which they are published, see {@link CameraId}
 * @param mode what happens when Kafka or the detectors are slower than the source
 * @param maxFps frames per second of media time to keep at most; {@link #ALL_FRAMES} keeps all
 * @param maxHeight in pixels, to which higher frames are scaled down; {@link #FULL_HEIGHT} leaves
 *     all as they are
 * @param loop whether a file starts over at its end, for ever; frame number and position go on
 * @param jpegQuality of libjpeg, 1 to 100
 * @param queueLength encoded frames that may wait to be sent
 * @param backlog how far it may get ahead of the detectors
 */
public record IngestConfig(
    Source source,
    String camera,
    Mode mode,
    double maxFps,
    int maxHeight,
    boolean loop,
    int jpegQuality,
    int queueLength,
    Backlog backlog) {

  /** Keeps every frame. */
  public static final double ALL_FRAMES = Double.POSITIVE_INFINITY;

  /** Leaves every frame as it is. */
  public static final int FULL_HEIGHT = Integer.MAX_VALUE;

  /** Good enough that faces lose nothing that the networks see. */
  public static final int DEFAULT_JPEG_QUALITY = 90;

  /** A quarter of a second at 30 frames/s. */
  public static final int DEFAULT_QUEUE_LENGTH = 8;

  /** What happens when Kafka or the detectors are slower than the source. */
  public enum Mode {
    /** Keeps real time: frames that would come too late are dropped, and counted. */
    LIVE,
    /** Reads as fast as they take it: reading waits, no frame is lost. */
    FILE
  }

  /**
   * Checks every component.
   *
   * @throws IllegalArgumentException naming the component, its value and what is expected
   */
  public IngestConfig {
    CameraId.check(camera);
    if (!(maxFps > 0)) {
      throw new IllegalArgumentException(
          "fps is " + maxFps + ", expected more than 0, or leave it out to keep every frame");
    }
    if (maxHeight < 1) {
      throw new IllegalArgumentException(
          "max height is "
              + maxHeight
              + ", expected 1 pixel or more, or leave it out to keep frames as they are");
    }
    if (loop && source.kind() != Source.Kind.FILE) {
      throw new IllegalArgumentException(
          "'" + source + "' cannot be repeated: only a file can, leave out the loop");
    }
    checkJpegQuality(jpegQuality);
    checkRange("queue length", queueLength, 1, 1000);
  }

  /** Returns the defaults: files in file mode, everything else live, every frame, no loop. */
  public static IngestConfig of(Source source, String camera) {
    return new IngestConfig(
        source,
        camera,
        source.kind() == Source.Kind.FILE ? Mode.FILE : Mode.LIVE,
        ALL_FRAMES,
        FULL_HEIGHT,
        false,
        DEFAULT_JPEG_QUALITY,
        DEFAULT_QUEUE_LENGTH,
        Backlog.defaults());
  }

  /** Returns whether the source is opened again when it ends: cameras and streams that are live. */
  boolean reconnects() {
    return mode == Mode.LIVE && source.kind() != Source.Kind.FILE;
  }

  /** Returns whether frames are to come for ever. */
  public boolean endless() {
    return loop || reconnects();
  }

  /** Returns the same with another mode. */
  public IngestConfig withMode(Mode other) {
    return new IngestConfig(
        source, camera, other, maxFps, maxHeight, loop, jpegQuality, queueLength, backlog);
  }

  /** Returns the same with another cap of the frame rate. */
  public IngestConfig withMaxFps(double other) {
    return new IngestConfig(
        source, camera, mode, other, maxHeight, loop, jpegQuality, queueLength, backlog);
  }

  /** Returns the same with another bound of the height of frames. */
  public IngestConfig withMaxHeight(int other) {
    return new IngestConfig(
        source, camera, mode, maxFps, other, loop, jpegQuality, queueLength, backlog);
  }

  /** Returns the same, repeated for ever or not. */
  public IngestConfig withLoop(boolean other) {
    return new IngestConfig(
        source, camera, mode, maxFps, maxHeight, other, jpegQuality, queueLength, backlog);
  }

  /** Returns the same with another quality of its JPEGs. */
  public IngestConfig withJpegQuality(int other) {
    return new IngestConfig(
        source, camera, mode, maxFps, maxHeight, loop, other, queueLength, backlog);
  }

  /** Returns the same with another distance to the detectors. */
  public IngestConfig withBacklog(Backlog other) {
    return new IngestConfig(
        source, camera, mode, maxFps, maxHeight, loop, jpegQuality, queueLength, other);
  }

  /**
   * Checks a quality of JPEGs.
   *
   * @throws IllegalArgumentException if there is no such
   */
  public static void checkJpegQuality(int quality) {
    checkRange("JPEG quality", quality, 1, 100);
  }

  private static void checkRange(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s is %d, expected %d to %d".formatted(name, value, min, max));
    }
  }
}
