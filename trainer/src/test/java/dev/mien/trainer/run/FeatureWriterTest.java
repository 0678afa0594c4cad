// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.trainer.network.ExpressionNetwork;
import dev.mien.trainer.network.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FeatureWriterTest {

  private static final int[] FACES = {3, 4, 5};
  private static final long[] SHAPE = {6, 4, 4};

  @TempDir private Path folder;
  private Path file;
  private Device device;
  private Parameters parameters;
  private StoredFeatures.Frozen frozen;

  @BeforeEach
  void open() {
    file = folder.resolve("features.f16");
    ExpressionNetwork network = new ExpressionNetwork(new TinyBackbone(), 3);
    device = new Device("cpu");
    parameters = Parameters.initialised(network, 1);
    frozen = new StoredFeatures.Frozen(network, parameters, 1, device, 2);
  }

  @AfterEach
  void close() {
    parameters.close();
    device.close();
  }

  /** Pictures that are all alike, and do something whenever they are looked at. */
  private record Alike(Runnable looked) implements Inputs {

    @Override
    public int firstStage() {
      return 0;
    }

    @Override
    public Tensor of(int[] faces, int epoch, boolean paired) {
      looked.run();
      return torch.ones(faces.length, 3, TinyBackbone.SIDE, TinyBackbone.SIDE);
    }

    @Override
    public void close() {}
  }

  private void write(Runnable looked, RunListener listener, BooleanSupplier stop) {
    StoredFeatures.Form form = new StoredFeatures.Form(1, 1);
    int rowBytes = FeatureFile.rowBytes(SHAPE);
    try {
      new FeatureWriter(frozen, new Alike(looked), FACES, form, rowBytes)
          .write(file, listener, stop);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns once the writer is at it; it goes on after the latch. */
  private CompletableFuture<Void> startToWrite(CountDownLatch goOn) {
    CountDownLatch writing = new CountDownLatch(1);
    Runnable looked =
        () -> {
          writing.countDown();
          await(goOn);
        };
    CompletableFuture<Void> written =
        CompletableFuture.runAsync(() -> write(looked, RunListener.NONE, () -> false));
    await(writing);
    return written;
  }

  private static RunListener whenWaiting(Runnable action) {
    return new RunListener() {
      @Override
      public void waits(Path file) {
        action.run();
      }
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aSecondWriterWaitsForTheFileOfTheFirst() throws IOException {
    CountDownLatch waiting = new CountDownLatch(1);
    List<String> looks = new ArrayList<>();
    CompletableFuture<Void> first = startToWrite(waiting);

    write(() -> looks.add("second"), whenWaiting(waiting::countDown), () -> false);

    first.join();
    assertThat(looks).isEmpty();
    assertThat(Files.size(file)).isEqualTo((long) FACES.length * FeatureFile.rowBytes(SHAPE));
  }

  @Test
  void aWriterThatWaitsCanBeStopped() {
    CountDownLatch stopped = new CountDownLatch(1);
    CompletableFuture<Void> first = startToWrite(stopped);

    try {
      assertThatThrownBy(() -> write(() -> {}, RunListener.NONE, () -> true))
          .isInstanceOf(CancellationException.class)
          .hasMessageContaining("waited");
    } finally {
      stopped.countDown();
      first.join();
    }
    assertThat(file).exists();
  }

  @Test
  void whatAKilledWriterLeftIsWrittenAnew() throws IOException {
    Path left = folder.resolve("features.f16.part");
    Files.write(left, new byte[100_000]);

    write(() -> {}, RunListener.NONE, () -> false);

    assertThat(Files.size(file)).isEqualTo((long) FACES.length * FeatureFile.rowBytes(SHAPE));
    assertThat(left).doesNotExist();
  }
}
