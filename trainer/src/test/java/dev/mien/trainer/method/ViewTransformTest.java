// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mien.classifier.model.Preprocessing;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ViewTransformTest {

  private PointerScope scope;

  @BeforeEach
  void open() {
    scope = new PointerScope();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private static final Preprocessing PREPROCESSING =
      Preprocessing.parse("N x 3 x 112 x 112, RGB, (x - 127.5) / 128");

  private static ViewTransform transform(ViewTransform.Kind kind) {
    return ViewTransform.of(kind, PREPROCESSING, 0);
  }

  @Test
  void flippingExchangesLeftAndRight() {
    Tensor row = Tensors.of(1, 2, 3).view(1, 1, 1, 3);

    Tensor flipped = transform(ViewTransform.Kind.FLIP).view(row);

    assertThat(Tensors.values(flipped)).containsExactly(3, 2, 1);
  }

  @Test
  void flippingTwiceIsIdentity() {
    Tensor pictures = torch.rand(2, 3, 5, 4);
    ViewTransform flip = transform(ViewTransform.Kind.FLIP);

    assertThat(flip.back(flip.view(pictures)).equal(pictures)).isTrue();
  }

  /** Column j of a map shows what column 2 - j of the mirror image's map shows, or 3 - j. */
  @Test
  void mapsOfMirrorImagesComeBackToWhereTheirPlacesAre() {
    Tensor maps = Tensors.of(1, 2, 3).view(1, 1, 1, 3);
    Tensor mirrored = Tensors.of(2, 1, 0).view(1, 1, 1, 3);
    ViewTransform flip = new ViewTransform.Flip(1);

    assertThat(Tensors.values(flip.shared(maps))).containsExactly(1, 2);
    assertThat(Tensors.values(flip.back(mirrored))).containsExactly(1, 2);
    assertThat(Tensors.values(new ViewTransform.Flip(-1).shared(maps))).containsExactly(2, 3);
    assertThat(Tensors.values(new ViewTransform.Flip(-1).back(mirrored))).containsExactly(0, 1);
  }

  @Test
  void aSmallerViewBroughtBackHasThingsInTheirPlaces() {
    Tensor ramp = torch.arange(new Scalar(20)).toType(torch.ScalarType.Float);
    Tensor picture = ramp.view(1, 1, 1, 20).expand(1, 1, 20, 20);
    ViewTransform scale = transform(ViewTransform.Kind.SCALE);

    Tensor back = scale.back(scale.view(picture));

    assertThat(back.sub(picture).abs().max().item_float()).isLessThan(0.51f);
  }

  @Test
  void aDarkerViewKeepsBlackAndItsMapsStay() {
    double black = -127.5 / 128;
    Tensor picture = Tensors.of(black, 0, 0.5).view(1, 3, 1, 1);
    ViewTransform intensity = transform(ViewTransform.Kind.INTENSITY);

    double[] dark = Tensors.values(intensity.view(picture));

    assertThat(dark[0]).isCloseTo(black, within(1e-6));
    assertThat(dark[1]).isCloseTo(black * 0.4, within(1e-6));
    assertThat(intensity.back(picture).equal(picture)).isTrue();
  }
}
