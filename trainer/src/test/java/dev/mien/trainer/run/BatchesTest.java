// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.data.PaintedFaces;
import dev.mien.trainer.data.Part;
import dev.mien.trainer.method.Loss;
import dev.mien.trainer.method.ViewTransform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BatchesTest {

  @TempDir private Path folder;
  private FaceSet faces;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final AtomicInteger made = new AtomicInteger();

  @BeforeEach
  void paint() throws IOException {
    PaintedFaces painted = new PaintedFaces(TinyBackbone.SIDE, 0, List.of("a", "b"));
    for (int i = 0; i < 20; i++) {
      painted.noise(i % 2, Part.TRAIN);
    }
    faces = painted.write(folder.resolve("painted.faces"));
  }

  @AfterEach
  void close() {
    faces.close();
  }

  /** Says that it has begun, and waits before it goes on. */
  private final class SlowInputs implements Inputs {
    @Override
    public int firstStage() {
      return 0;
    }

    @Override
    public Tensor of(int[] chosen, int epoch, boolean paired) {
      begun.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody may interrupt it", e);
      }
      made.incrementAndGet();
      return torch.zeros(chosen.length, 1);
    }

    @Override
    public void close() {}
  }

  private Batches batches(long seed, int epoch, Inputs inputs, BatchMaker maker) {
    TrainConfig config =
        Settings.defaults().with(Map.of("batch", 2, "seed", seed, "method", "baseline")).config();
    TrainingSet set = TrainingSet.of(faces, config);
    ViewTransform transform = config.transformFor(new TinyBackbone());
    Loss loss = new Loss(config.method(), transform, set.counts());
    return new Batches(config, set, inputs, loss, epoch, 0, maker);
  }

  @Test
  void whoClosesThemKnowsThatNothingIsComputedAnyMore() throws InterruptedException {
    BatchMaker maker = new BatchMaker();
    Batches batches = batches(1, 0, new SlowInputs(), maker);
    begun.await();
    Thread closing =
        new Thread(
            () -> {
              batches.close();
              maker.close();
            });
    closing.start();
    // Even if somebody is impatient.
    closing.interrupt();

    goOn.countDown();
    closing.join();

    int whenClosed = made.get();
    assertThat(whenClosed).isBetween(1, 3);
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("mien-batches")) {
        thread.join(); // It has nothing to do any more, but may not have ended yet.
      }
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("mien-batches") && thread.isAlive());
    assertThat(made.get()).isEqualTo(whenClosed);
  }

  @Test
  void noEpochOfOneSeedHasTheOrderOfAnother() throws InterruptedException {
    assertThat(order(1, 31)).isNotEqualTo(order(2, 0));
    assertThat(order(1, 0)).isNotEqualTo(order(1, 1));
    assertThat(order(1, 0)).isEqualTo(order(1, 0));
  }

  private List<Integer> order(long seed, int epoch) throws InterruptedException {
    List<Integer> order = new ArrayList<>();
    Inputs inputs =
        new Inputs() {
          @Override
          public int firstStage() {
            return 0;
          }

          @Override
          public Tensor of(int[] chosen, int number, boolean paired) {
            Arrays.stream(chosen).forEach(order::add);
            return torch.zeros(chosen.length, 1);
          }

          @Override
          public void close() {}
        };
    try (BatchMaker maker = new BatchMaker();
        Batches batches = batches(seed, epoch, inputs, maker)) {
      while (batches.hasNext()) {
        batches.next().close();
      }
    }
    return order;
  }
}
