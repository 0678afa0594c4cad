// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Rows of half-precision numbers of one shape in a mapped file. Several threads may read it. */
final class FeatureFile {

  private static final int SEGMENT_BYTES = 1 << 30;

  private final long[] shape;
  private final int rowBytes;
  private final int rowsPerSegment;
  private final List<ByteBuffer> segments;

  private FeatureFile(long[] shape, int rowBytes, List<ByteBuffer> segments) {
    this.shape = shape;
    this.rowBytes = rowBytes;
    this.rowsPerSegment = SEGMENT_BYTES / rowBytes;
    this.segments = segments;
  }

  /** Returns the length of a row of this shape in bytes. */
  static int rowBytes(long[] shape) {
    long numbers = 1;
    for (long side : shape) {
      numbers *= side;
    }
    return Math.toIntExact(Short.BYTES * numbers);
  }

  /**
   * Maps a file.
   *
   * @param shape of a row
   * @param rows that it must have
   * @throws StageFailure if it has another length
   */
  static FeatureFile open(Path file, long[] shape, long rows) throws IOException {
    int rowBytes = rowBytes(shape);
    long segment = (long) (SEGMENT_BYTES / rowBytes) * rowBytes;
    List<ByteBuffer> segments = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.size() != rows * rowBytes) {
        throw new StageFailure(
            String.format(
                Locale.ROOT,
                "%s has %,d bytes, expected %,d: delete it, it is made anew",
                file,
                channel.size(),
                rows * rowBytes));
      }
      for (long start = 0; start < channel.size(); start += segment) {
        long length = Math.min(segment, channel.size() - start);
        segments.add(channel.map(MapMode.READ_ONLY, start, length));
      }
    }
    return new FeatureFile(shape, rowBytes, segments);
  }

  /** Returns rows in single precision. The caller closes them. */
  @SuppressWarnings("try") // the scope works by being there
  Tensor rows(int[] rows) {
    try (PointerScope scope = new PointerScope()) {
      // Of the scope: buffers of Java's go when the collector comes, which steps give no cause for.
      BytePointer bytes = new BytePointer((long) rows.length * rowBytes);
      ByteBuffer target = bytes.asByteBuffer();
      for (int row : rows) {
        ByteBuffer segment = segments.get(row / rowsPerSegment);
        target.put(segment.slice(row % rowsPerSegment * rowBytes, rowBytes));
      }
      long[] all = new long[1 + shape.length];
      all[0] = rows.length;
      System.arraycopy(shape, 0, all, 1, shape.length);
      TensorOptions half = new TensorOptions(ScalarType.Half);
      Tensor view = torch.from_blob(bytes, all, half);
      Tensor single = view.to(ScalarType.Float);
      single.retainReference();
      return single;
    }
  }
}
