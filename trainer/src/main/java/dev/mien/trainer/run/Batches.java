// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import dev.mien.trainer.method.Loss;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Tensor;

/**
 * The batches of one epoch, made ahead of time by another thread. Their order depends on seed and
 * epoch alone. For one thread.
 */
final class Batches implements AutoCloseable {

  private static final int AHEAD = 3;

  private final TrainConfig config;
  private final TrainingSet set;
  private final Inputs inputs;
  private final Loss loss;
  private final BatchMaker maker;
  private final int epoch;
  private final int[] order;
  private final Queue<Future<Batch>> made = new ArrayDeque<>();
  private int next;

  /**
   * Begins to make batches.
   *
   * @param first batch to make, to go on within an epoch
   * @param maker which no other user of {@code inputs} shares
   */
  Batches(
      TrainConfig config,
      TrainingSet set,
      Inputs inputs,
      Loss loss,
      int epoch,
      int first,
      BatchMaker maker) {
    this.config = config;
    this.set = set;
    this.inputs = inputs;
    this.loss = loss;
    this.maker = maker;
    this.epoch = epoch;
    this.order = shuffled(set.indices(), config.seed(), epoch);
    this.next = first;
    for (int i = 0; i < AHEAD; i++) {
      order();
    }
  }

  /** Returns how many there are in an epoch. */
  static int count(TrainingSet set, int batch) {
    return (set.size() + batch - 1) / batch;
  }

  private static int[] shuffled(int[] faces, long seed, int epoch) {
    // Two generators in a row, or an epoch of one seed would have the order of another's.
    SplittableRandom random = new SplittableRandom(new SplittableRandom(seed).nextLong() + epoch);
    for (int i = faces.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int face = faces[i];
      faces[i] = faces[j];
      faces[j] = face;
    }
    return faces;
  }

  boolean hasNext() {
    return !made.isEmpty();
  }

  /** Returns the next one, which the caller closes; there must be one. */
  Batch next() throws InterruptedException {
    Batch batch = finished(made.remove());
    order();
    return batch;
  }

  private void order() {
    int from = next * config.batch();
    if (from < order.length) {
      int[] chosen = Arrays.copyOfRange(order, from, Math.min(order.length, from + config.batch()));
      next++;
      made.add(maker.make(() -> make(chosen)));
    }
  }

  private Batch make(int[] chosen) {
    int classes = set.faces().classes().size();
    float[] targets = new float[chosen.length * classes];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(loss.target(set.told(chosen[i])), 0, targets, i * classes, classes);
    }
    Tensor rows = AbstractTensor.create(targets, chosen.length, classes);
    return new Batch(inputs.of(chosen, epoch, config.paired(epoch)), rows);
  }

  private static Batch finished(Future<Batch> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Waits until the batches that were not taken are made, a few, and frees them. */
  @Override
  public void close() {
    boolean interrupted = false;
    while (!made.isEmpty()) {
      try {
        made.element().get().close();
        made.remove();
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        made.remove(); // There is no batch, and nobody asked for it.
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
