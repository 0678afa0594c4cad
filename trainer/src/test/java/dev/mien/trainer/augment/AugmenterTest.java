// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AugmenterTest {

  private static final int FULL = 16;
  private static final int MARGIN = 3;
  private static final int SIDE = 10;

  private static byte[] picture() {
    byte[] rgb = new byte[3 * FULL * FULL];
    new Random(5).nextBytes(rgb);
    return rgb;
  }

  private static byte[] inner(byte[] rgb, boolean mirrored) {
    byte[] inner = new byte[3 * SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int from = (mirrored ? SIDE - 1 - x : x) + MARGIN;
        System.arraycopy(rgb, 3 * ((y + MARGIN) * FULL + from), inner, 3 * (y * SIDE + x), 3);
      }
    }
    return inner;
  }

  private static byte[] augmented(Augmentation augmentation, long seed, int epoch, int picture) {
    Augmenter augmenter = new Augmenter(augmentation, seed, FULL, MARGIN);
    byte[] target = new byte[augmenter.bytes()];
    augmenter.apply(epoch, picture, picture(), target);
    return target;
  }

  private static Augmentation flips(double probability) {
    return new Augmentation(0, 0, 0, probability, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void nothingTurnedOnCutsTheMiddleOutAsItIs() {
    assertThat(augmented(Augmentation.NONE, 1, 0, 0)).isEqualTo(inner(picture(), false));
  }

  @Test
  void aFlipIsTheMirrorImage() {
    assertThat(augmented(flips(1), 1, 0, 0)).isEqualTo(inner(picture(), true));
  }

  @Test
  void seedEpochAndPictureDecideAlone() {
    Augmentation strong = Augmentation.named("strong");

    assertThat(augmented(strong, 4, 2, 9)).isEqualTo(augmented(strong, 4, 2, 9));
    assertThat(augmented(strong, 4, 2, 9))
        .isNotEqualTo(augmented(strong, 5, 2, 9))
        .isNotEqualTo(augmented(strong, 4, 3, 9))
        .isNotEqualTo(augmented(strong, 4, 2, 8));
  }

  @Test
  void aboutHalfOfThePicturesAreFlippedAtOneHalf() {
    byte[] mirrored = inner(picture(), true);
    int flipped = 0;
    for (int picture = 0; picture < 1000; picture++) {
      flipped += Arrays.equals(augmented(flips(0.5), 1, 0, picture), mirrored) ? 1 : 0;
    }

    assertThat(flipped).isBetween(440, 560);
  }

  @Test
  void greyPicturesHaveEqualColours() {
    byte[] grey = augmented(new Augmentation(0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0), 1, 0, 0);

    for (int i = 0; i < grey.length; i += 3) {
      assertThat(grey[i]).isEqualTo(grey[i + 1]).isEqualTo(grey[i + 2]);
    }
  }

  @Test
  void aTintChangesColoursApart() {
    Augmenter augmenter =
        new Augmenter(new Augmentation(0, 0, 0, 0, 0, 0, 0, 0.5, 0, 0, 0, 0), 1, FULL, MARGIN);
    byte[] bright = new byte[3 * FULL * FULL];
    Arrays.fill(bright, (byte) 160);
    byte[] target = new byte[augmenter.bytes()];

    augmenter.apply(0, 0, bright, target);

    assertThat(new byte[] {target[0], target[1], target[2]}).doesNotHaveDuplicates();
  }

  @Test
  void erasingReplacesARectangleAndNoMore() {
    byte[] plain = inner(picture(), false);

    byte[] erased = augmented(Augmentation.NONE.erasing(1), 1, 0, 0);

    int changed = 0;
    for (int i = 0; i < plain.length; i++) {
      changed += plain[i] == erased[i] ? 0 : 1;
    }
    assertThat(changed).isBetween(1, plain.length * 30 / 100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"blur", "noise", "move"})
  void meansStayAboutWhereTheyWere(String what) {
    Augmentation augmentation =
        switch (what) {
          case "blur" -> new Augmentation(0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0);
          case "noise" -> new Augmentation(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.05, 0);
          default -> new Augmentation(0.1, 0.1, 15, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        };

    double mean = mean(augmented(augmentation, 3, 0, 1));

    assertThat(mean).isBetween(mean(inner(picture(), false)) - 16, 16 + mean(picture()));
  }

  private static double mean(byte[] rgb) {
    double sum = 0;
    for (byte value : rgb) {
      sum += value & 0xff;
    }
    return sum / rgb.length;
  }

  @Test
  void valuesOutOfRangeAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> flips(1.5))
        .withMessage("augmentation: flip is 1.5, expected 0 to 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Augmentation.named("wild"))
        .withMessageContaining("none, light, moderate, strong");
  }
}
