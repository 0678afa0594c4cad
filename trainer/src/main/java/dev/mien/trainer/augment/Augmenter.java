// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.augment;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Cuts the aligned square out of pictures and changes it. What happens to a picture depends on the
 * seed, the epoch and the picture alone, so that a run that is resumed goes on as it would have.
 * Not for several threads at a time.
 */
public final class Augmenter {

  private static final int CHANNELS = 3;

  private final Augmentation augmentation;
  private final long seed;
  private final int side;
  private final Sampler sampler;
  private final Blur blur;
  private final Noise noise = new Noise();

  /**
   * Makes one for pictures of a size.
   *
   * @param full width and height of the pictures that come in
   * @param margin pixels on every side that are there for shifts and turns
   */
  public Augmenter(Augmentation augmentation, long seed, int full, int margin) {
    this.augmentation = augmentation;
    this.seed = seed;
    this.side = full - 2 * margin;
    this.sampler = new Sampler(full, side);
    this.blur = new Blur(side);
  }

  /** Returns the bytes of a picture that comes out. */
  public int bytes() {
    return CHANNELS * side * side;
  }

  /**
   * Changes a picture.
   *
   * @param picture its number in the data set
   * @param rgb its bytes, red, green, blue by rows
   * @param target gets {@link #bytes} bytes
   */
  public void apply(int epoch, int picture, byte[] rgb, byte[] target) {
    RandomGenerator random = random(seed, epoch, picture);
    sampler.sample(rgb, Placement.random(augmentation, side, random), target);
    Colours.random(augmentation, random).apply(target);
    if (random.nextDouble() < augmentation.blur()) {
      blur.apply(target, random.nextDouble(1.0 / 3, 1));
    }
    if (random.nextDouble() < augmentation.noisy()) {
      noise.apply(target, augmentation.noise() * random.nextDouble(), random);
    }
    if (random.nextDouble() < augmentation.erase()) {
      Rectangle.random(side, random).erase(target, side, random);
    }
  }

  static RandomGenerator random(long seed, int epoch, int picture) {
    // Generators in a row: of one, seeds that differ by its step give the same stream, moved on.
    long first = new SplittableRandom(seed * 1_000_003L + epoch).nextLong();
    return new SplittableRandom(new SplittableRandom(first + picture).nextLong());
  }
}
