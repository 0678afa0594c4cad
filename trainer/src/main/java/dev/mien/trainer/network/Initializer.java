// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.network;

import java.util.SplittableRandom;

/** What a weight is before anything was learned. */
public enum Initializer {
  /** Nothing. */
  ZERO {
    @Override
    float next(SplittableRandom random, long inputs) {
      return 0;
    }
  },
  /** The factor that changes nothing. */
  ONE {
    @Override
    float next(SplittableRandom random, long inputs) {
      return 1;
    }
  },
  /** A slope for negative values, as PyTorch has it. */
  QUARTER {
    @Override
    float next(SplittableRandom random, long inputs) {
      return 0.25f;
    }
  },
  /** Kaiming: the variance of the data stays as it is through a convolution and a rectifier. */
  KAIMING {
    @Override
    float next(SplittableRandom random, long inputs) {
      return (float) (random.nextGaussian() * Math.sqrt(2.0 / inputs));
    }
  },
  /** Normal, with a deviation of 0.02, as transformers have it. */
  SMALL {
    @Override
    float next(SplittableRandom random, long inputs) {
      return (float) (random.nextGaussian() * 0.02);
    }
  },
  /** Normal, with a deviation of 0.01: a classifier that begins undecided. */
  UNDECIDED {
    @Override
    float next(SplittableRandom random, long inputs) {
      return (float) (random.nextGaussian() * 0.01);
    }
  };

  /** Returns one number; each of them is a sum over so many inputs. */
  abstract float next(SplittableRandom random, long inputs);

  /** Returns the numbers of a weight, the same for the same seed and name on every run. */
  float[] values(Weight weight, long seed) {
    // Two generators in a row, or weights of one seed would be those of another.
    long first = new SplittableRandom(seed).nextLong();
    SplittableRandom random = new SplittableRandom(first + weight.name().hashCode());
    long inputs = weight.shape().stream().skip(1).reduce(1L, Math::multiplyExact);
    float[] values = new float[weight.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = next(random, inputs);
    }
    return values;
  }
}
