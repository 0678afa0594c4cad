// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import dev.mien.runtime.ProcessLock;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Writes the file of {@link StoredFeatures}; it appears as a whole or not at all. */
final class FeatureWriter {

  private static final int MEGABYTE = 1_000_000;

  private final StoredFeatures.Frozen frozen;
  private final Inputs pictures;
  private final int[] faces;
  private final StoredFeatures.Form form;
  private final int rowBytes;

  FeatureWriter(
      StoredFeatures.Frozen frozen,
      Inputs pictures,
      int[] faces,
      StoredFeatures.Form form,
      int rowBytes) {
    this.frozen = frozen;
    this.pictures = pictures;
    this.faces = faces;
    this.form = form;
    this.rowBytes = rowBytes;
  }

  /**
   * Writes it, unless another process does: then this one waits for it.
   *
   * @throws StageFailure if there is no room for it
   */
  @SuppressWarnings("try") // the lock works by being there
  void write(Path file, RunListener listener, BooleanSupplier stop) throws IOException {
    Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
    try (ProcessLock lock =
        ProcessLock.await(folder, file.getFileName() + ".lock", () -> listener.waits(file), stop)) {
      if (!Files.exists(file)) {
        Files.deleteIfExists(WholeFile.part(file)); // of a process that was killed: it takes room
        checkRoom(folder);
        WholeFile.write(file, channel -> write(channel, listener, stop));
      }
    }
  }

  /** Better now than after an hour. */
  private void checkRoom(Path folder) throws IOException {
    long wanted = (long) form.versions() * faces.length * form.views() * rowBytes;
    long room = Files.getFileStore(folder).getUsableSpace();
    if (room < wanted) {
      throw new StageFailure(
          String.format(
              Locale.ROOT,
              "what the frozen stages give takes %,d MB, %s has room for %,d MB: take fewer --versions (0 stores only what is examined), freeze another stage, or name another --cache or --out",
              wanted / MEGABYTE,
              folder,
              room / MEGABYTE));
    }
  }

  private void write(FileChannel channel, RunListener listener, BooleanSupplier stop)
      throws IOException {
    int all = form.versions() * faces.length;
    int batch = Math.max(1, frozen.atOnce() / form.views());
    for (int version = 0; version < form.versions(); version++) {
      for (int from = 0; from < faces.length; from += batch) {
        if (stop.getAsBoolean()) {
          throw new CancellationException(
              "stopped before the features of the frozen stages were stored");
        }
        int to = Math.min(faces.length, from + batch);
        WholeFile.writeAll(channel, features(Arrays.copyOfRange(faces, from, to), version));
        listener.stored(version * faces.length + to, all);
      }
    }
  }

  /** The two views of a picture lie side by side. */
  @SuppressWarnings("try") // the scope works by being there
  private ByteBuffer features(int[] some, int version) {
    try (PointerScope scope = new PointerScope();
        Tensor inputs = pictures.of(some, version, form.views() == 2)) {
      Tensor rows = frozen.apply(inputs).to(ScalarType.Half).cpu().contiguous();
      byte[] bytes = new byte[form.views() * some.length * rowBytes];
      new BytePointer(rows.data_ptr()).get(bytes);
      ByteBuffer interleaved = ByteBuffer.allocate(bytes.length);
      for (int i = 0; i < some.length; i++) {
        for (int view = 0; view < form.views(); view++) {
          interleaved.put(bytes, (view * some.length + i) * rowBytes, rowBytes);
        }
      }
      return interleaved.flip();
    }
  }
}
