// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import dev.mien.runtime.StageFailure;
import dev.mien.trainer.data.MappedRows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Rows of half-precision numbers of one shape in a mapped file. Several threads may read it. */
final class FeatureFile {

  private final long[] shape;
  private final int rowBytes;
  private final MappedRows stored;

  private FeatureFile(long[] shape, int rowBytes, MappedRows stored) {
    this.shape = shape;
    this.rowBytes = rowBytes;
    this.stored = stored;
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
      return new FeatureFile(shape, rowBytes, MappedRows.of(channel, 0, rowBytes, rows));
    }
  }

  /** Returns rows in single precision. The caller closes them. */
  @SuppressWarnings("try") // the scope works by being there
  Tensor rows(int[] rows) {
    try (PointerScope scope = new PointerScope()) {
      // Of the scope: buffers of Java's go when the collector comes, which steps give no cause for.
      BytePointer bytes = new BytePointer((long) rows.length * rowBytes);
      ByteBuffer target = bytes.asByteBuffer();
      for (int row : rows) {
        target.put(stored.row(row));
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
