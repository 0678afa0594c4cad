// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of one length in a file, mapped, not read: the operating system keeps in memory what is
 * used, and the mappings go when the garbage collector comes by. Several threads may read them.
 */
public final class MappedRows {

  /** Of a mapping; a buffer counts its bytes in an int. */
  private static final int SEGMENT_BYTES = 1 << 30;

  private final int rowBytes;
  private final int rowsPerSegment;
  private final List<ByteBuffer> segments;

  private MappedRows(int rowBytes, int rowsPerSegment, List<ByteBuffer> segments) {
    this.rowBytes = rowBytes;
    this.rowsPerSegment = rowsPerSegment;
    this.segments = segments;
  }

  /**
   * Maps rows of a file, which may be closed afterwards.
   *
   * @param start of the first row, in bytes
   * @param rowBytes length of a row
   * @param rows how many the file has from there
   */
  public static MappedRows of(FileChannel file, long start, int rowBytes, long rows)
      throws IOException {
    return of(file, start, rowBytes, rows, SEGMENT_BYTES);
  }

  /** Maps rows in segments of at most so many bytes, or one row. */
  static MappedRows of(FileChannel file, long start, int rowBytes, long rows, int segmentBytes)
      throws IOException {
    int rowsPerSegment = Math.max(1, segmentBytes / rowBytes);
    List<ByteBuffer> segments = new ArrayList<>();
    for (long row = 0; row < rows; row += rowsPerSegment) {
      long length = Math.min(rowsPerSegment, rows - row) * rowBytes;
      segments.add(file.map(MapMode.READ_ONLY, start + row * rowBytes, length));
    }
    return new MappedRows(rowBytes, rowsPerSegment, List.copyOf(segments));
  }

  /** Returns the bytes of a row, which cannot be written. */
  public ByteBuffer row(int row) {
    ByteBuffer segment = segments.get(row / rowsPerSegment);
    return segment.slice(row % rowsPerSegment * rowBytes, rowBytes);
  }
}
