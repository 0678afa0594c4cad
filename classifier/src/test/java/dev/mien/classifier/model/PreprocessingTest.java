// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PreprocessingTest {

  private static final byte[] TWO_PIXELS = {0, 127, (byte) 255, 10, 20, 30};

  @Test
  void planesFollowEachOtherInTheOrderOfTheColours() {
    Preprocessing preprocessing = Preprocessing.parse("N x 3 x 1 x 2, RGB, (x - 127.5) / 128");
    float[] target = new float[8];

    preprocessing.write(FaceImage.ofRgb(2, 1, TWO_PIXELS), target, 1);

    assertThat(target)
        .containsExactly(
            0,
            -127.5f / 128,
            -117.5f / 128,
            -0.5f / 128,
            -107.5f / 128,
            127.5f / 128,
            -97.5f / 128,
            0);
  }

  @Test
  void channelsHaveTheirOwnMeanAndScaleInTheirOrder() {
    Preprocessing preprocessing =
        Preprocessing.parse("N x 3 x 1 x 2, BGR, (x - [1, 2, 3]) / [2, 4, 8.5]");
    float[] target = new float[6];

    preprocessing.write(FaceImage.ofRgb(2, 1, TWO_PIXELS), target, 0);

    assertThat(target).containsExactly(127, 14.5f, 31.25f, 4.5f, -3 / 8.5f, 7 / 8.5f);
  }

  @Test
  void aFaceIsEnlargedForALargerNetwork() {
    Preprocessing preprocessing = Preprocessing.parse("N x 3 x 2 x 4, RGB, (x - 0) / 1");
    float[] target = new float[24];

    preprocessing.write(FaceImage.ofRgb(2, 1, TWO_PIXELS), target, 0);

    // A quarter and three quarters of the way; beyond the middles of the outer pixels, their own.
    assertThat(Arrays.copyOf(target, 8)).containsExactly(0, 3, 8, 10, 0, 3, 8, 10);
    assertThat(Arrays.copyOfRange(target, 16, 20)).containsExactly(255, 199, 86, 30);
  }

  @Test
  void aFaceOfTwiceTheSizeIsHalved() {
    Preprocessing preprocessing = Preprocessing.parse("N x 3 x 1 x 1, RGB, (x - 0) / 1");
    float[] target = new float[3];

    preprocessing.write(FaceImage.ofRgb(2, 1, TWO_PIXELS), target, 0);

    assertThat(target).containsExactly(5, 74, 143);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "N x 3 x 112 x 112, RGB, (x - 127.5) / 128",
        "N x 3 x 224 x 192, BGR, (x - [123.675, 116.28, 103.53]) / [58.395, 57.12, 57.375]",
        "N x 3 x 48 x 48, RGB, (x - 0) / 255"
      })
  void whatIsWrittenIsRead(String text) {
    assertThat(Preprocessing.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "N x 1 x 112 x 112, RGB, (x - 127.5) / 128",
        "N x 3 x 112 x 112, CMYK, (x - 127.5) / 128",
        "N x 3 x 112 x 112, RGB, x / 255",
        "N x 3 x 112 x 112, RGB, (x - [1, 2]) / [3, 4]"
      })
  void otherFormsAreRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> Preprocessing.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining(Preprocessing.EXAMPLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "N x 3 x 0 x 112, RGB, (x - 127.5) / 128",
        "N x 3 x 112 x 99999, RGB, (x - 127.5) / 128",
        "N x 3 x 112 x 112, RGB, (x - 127.5) / 0"
      })
  void valuesThatCannotBeAreRefused(String text) {
    assertThatThrownBy(() -> Preprocessing.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("(input size is .*|mean is .*)");
  }

  @Test
  void zeroScaleOfOneChannelIsRefused() {
    List<Float> mean = List.of(1f, 2f, 3f);

    assertThatThrownBy(() -> new Preprocessing(1, 1, ColourOrder.RGB, mean, List.of(1f, -0f, 1f)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
