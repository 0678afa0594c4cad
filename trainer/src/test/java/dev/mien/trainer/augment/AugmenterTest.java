// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    return new Augmentation(0, 0, 0, probability, 0, 0, 0, 0, 0, 0, 0, 0, 0);
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
    byte[] grey = augmented(new Augmentation(0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0), 1, 0, 0);

    for (int i = 0; i < grey.length; i += 3) {
      assertThat(grey[i]).isEqualTo(grey[i + 1]).isEqualTo(grey[i + 2]);
    }
  }

  @Test
  void aTintChangesColoursApart() {
    Augmenter augmenter =
        new Augmenter(new Augmentation(0, 0, 0, 0, 0, 0, 0, 0.5, 0, 0, 0, 0, 0), 1, FULL, MARGIN);
    byte[] plain = new byte[3 * FULL * FULL];
    byte[] target = new byte[augmenter.bytes()];

    augmenter.apply(0, 0, plain, target);
    assertThat(target).as("black has no colour").containsOnly(0);

    Arrays.fill(plain, (byte) 128);
    augmenter.apply(0, 0, plain, target);
    assertThat(new byte[] {target[0], target[1], target[2]})
        .as("of grey in the middle")
        .doesNotHaveDuplicates()
        .doesNotContain((byte) 128);
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

  @Test
  void neighboursShareNoRandomNumbers() {
    Set<Double> drawn = new HashSet<>();
    for (int epoch = 0; epoch < 5; epoch++) {
      for (int picture = 0; picture < 50; picture++) {
        RandomGenerator random = Augmenter.random(1, epoch, picture);
        random.doubles(13).forEach(drawn::add);
      }
    }

    assertThat(drawn).hasSize(5 * 50 * 13);
  }

  /** Of pixels that are as likely black as white, by how much they change on average. */
  @ParameterizedTest
  @CsvSource({
    "shift, 0.1, 30, 90",
    "zoom, 0.2, 20, 90",
    "rotation, 15, 20, 90",
    "brightness, 0.2, 15, 40",
    "contrast, 0.3, 5, 20",
    "gamma, 0.4, 5, 30",
    "blur, 1, 40, 90",
    "noise, 0.05, 3, 8",
  })
  void everyChangeChangesAsMuchAsItSays(String change, double strength, int least, int most)
      throws IOException {
    Augmentation augmentation = only(change, strength);
    byte[] plain = inner(picture(), false);

    double difference = 0;
    for (int picture = 0; picture < 100; picture++) {
      difference += difference(plain, augmented(augmentation, 3, 0, picture)) / 100;
    }

    assertThat(difference).isBetween((double) least, (double) most);
  }

  private static Augmentation only(String change, double strength) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode values = json.valueToTree(Augmentation.NONE);
    values.put(change, strength);
    values.put("noisy", 1);
    return json.treeToValue(values, Augmentation.class);
  }

  private static double difference(byte[] first, byte[] second) {
    double sum = 0;
    for (int i = 0; i < first.length; i++) {
      sum += Math.abs((first[i] & 0xff) - (second[i] & 0xff));
    }
    return sum / first.length;
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
