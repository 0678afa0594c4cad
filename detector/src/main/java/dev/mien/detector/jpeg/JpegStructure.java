// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.jpeg;

import dev.mien.events.BadRecord;
import dev.mien.events.Fault;
import dev.mien.events.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the markers of a JPEG (ITU-T T.81, annex B) before a native decoder sees it and
 * reserves memory for whatever size the bytes claim. Baseline and progressive, restart markers,
 * fill bytes and anything after the end marker are fine; tables and entropy-coded data are not
 * looked at.
 */
public final class JpegStructure {

  /** A progressive picture needs ten or so; every one makes the decoder walk over all pixels. */
  static final int MAX_SCANS = 100;

  private static final int FRAME_HEADER_BYTES = 6;

  private final byte[] jpeg;
  private int at;
  private boolean sized;
  private int scans;

  private JpegStructure(byte[] jpeg) {
    this.jpeg = jpeg;
  }

  /**
   * Checks the value of a frame.
   *
   * @param jpeg value, not changed
   * @param width that the frame's header promises
   * @param height that the frame's header promises
   * @return the value
   * @throws BadRecord with {@link Fault#EMPTY_VALUE}, {@link Fault#NOT_AN_IMAGE}, {@link
   *     Fault#TRUNCATED_IMAGE} or {@link Fault#IMAGE_SIZE}
   */
  public static byte[] check(byte @Nullable [] jpeg, int width, int height) throws BadRecord {
    if (jpeg == null || jpeg.length == 0) {
      throw new BadRecord(Fault.EMPTY_VALUE, "the value has no bytes");
    }
    new JpegStructure(jpeg).walk(width, height);
    return jpeg;
  }

  private void walk(int width, int height) throws BadRecord {
    if (next() != Marker.PREFIX || next() != Marker.START) {
      throw new BadRecord(
          Fault.NOT_AN_IMAGE,
          "%d bytes that do not begin with the start marker of a JPEG".formatted(jpeg.length));
    }
    int marker = marker();
    while (marker != Marker.END) {
      if (!Marker.standsAlone(marker)) {
        segment(marker, width, height);
      }
      marker = marker();
    }
    if (scans == 0) {
      throw broken("no picture before its end marker");
    }
  }

  private void segment(int marker, int width, int height) throws BadRecord {
    int start = at;
    int length = word();
    int end = start + length;
    if (length < 2) {
      throw broken("a segment of " + length + " bytes");
    }
    if (end > jpeg.length) {
      throw truncated();
    }
    if (Marker.isFrame(marker)) {
      checkSize(end, width, height);
    }
    at = end;
    if (marker == Marker.SCAN) {
      scan();
    }
  }

  /** Sample precision, height, width, and the number of components follow the length. */
  private void checkSize(int end, int width, int height) throws BadRecord {
    if (end - at < FRAME_HEADER_BYTES) {
      throw broken("a frame header of %d bytes".formatted(end - at));
    }
    at++;
    int actualHeight = word();
    int actualWidth = word();
    String size = actualWidth + " x " + actualHeight + " pixels";
    if (Math.min(actualWidth, actualHeight) == 0
        || Math.max(actualWidth, actualHeight) > Frame.MAX_SIDE
        || (long) actualWidth * actualHeight > Frame.MAX_PIXELS) {
      throw new BadRecord(
          Fault.IMAGE_SIZE,
          "JPEG of %s, expected 1 to %d a side and at most %d altogether"
              .formatted(size, Frame.MAX_SIDE, Frame.MAX_PIXELS));
    }
    if (actualWidth != width || actualHeight != height) {
      throw new BadRecord(
          Fault.IMAGE_SIZE, "JPEG of %s, its header says %d x %d".formatted(size, width, height));
    }
    sized = true;
  }

  /** Leaves {@link #at} at the first marker after the entropy-coded data. */
  private void scan() throws BadRecord {
    if (!sized) {
      throw broken("a scan before the frame header");
    }
    if (++scans > MAX_SCANS) {
      throw broken("more than " + MAX_SCANS + " scans");
    }
    while (at + 1 < jpeg.length) {
      if (jpeg[at] == (byte) Marker.PREFIX && Marker.endsScan(jpeg[at + 1] & 0xff)) {
        return;
      }
      at++;
    }
    throw truncated();
  }

  /** Returns the code of the next marker, which any number of fill bytes may precede. */
  private int marker() throws BadRecord {
    int code = next();
    if (code != Marker.PREFIX) {
      throw broken("byte %d where a marker should be".formatted(code));
    }
    while (code == Marker.PREFIX) {
      code = next();
    }
    if (code == 0 || code == Marker.START) {
      throw broken("marker %d in the midst".formatted(code));
    }
    return code;
  }

  private int word() throws BadRecord {
    return next() << 8 | next();
  }

  private int next() throws BadRecord {
    if (at >= jpeg.length) {
      throw truncated();
    }
    return jpeg[at++] & 0xff;
  }

  private BadRecord truncated() {
    return new BadRecord(
        Fault.TRUNCATED_IMAGE,
        "JPEG of %d bytes that ends before its end marker".formatted(jpeg.length));
  }

  private BadRecord broken(String what) {
    return new BadRecord(Fault.NOT_AN_IMAGE, "JPEG with %s, before byte %d".formatted(what, at));
  }
}
