// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.mien.events.Point;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SimilarityTransformTest {

  private static final List<Point> FACE =
      List.of(new Point(0, 0), new Point(10, 1), new Point(5, 6), new Point(1, 12));
  private static final Offset<Double> CLOSE = within(1e-5);

  @Test
  void recoversScaleRotationAndTranslation() {
    double angle = Math.toRadians(30);
    SimilarityTransform truth =
        new SimilarityTransform(2.5 * Math.cos(angle), 2.5 * Math.sin(angle), -7, 40);

    SimilarityTransform found =
        SimilarityTransform.leastSquares(FACE, FACE.stream().map(truth::apply).toList());

    assertThat(found.scale()).isCloseTo(2.5, CLOSE);
    assertThat(Math.atan2(found.b(), found.a())).isCloseTo(angle, CLOSE);
    assertThat(found.tx()).isCloseTo(-7, CLOSE);
    assertThat(found.ty()).isCloseTo(40, CLOSE);
  }

  @Test
  void aMirrorImageIsFittedWithoutMirroring() {
    List<Point> wide = List.of(new Point(0, 0), new Point(10, 0), new Point(5, 1));
    List<Point> mirrored = List.of(new Point(0, 0), new Point(10, 0), new Point(5, -1));

    SimilarityTransform found = SimilarityTransform.leastSquares(wide, mirrored);

    // By hand: the long side stays, and is a little shorter.
    assertThat(found.a()).isCloseTo(37 / 38.0, CLOSE);
    assertThat(found.b()).isCloseTo(0, CLOSE);
    assertThat(found.tx()).isCloseTo(5 / 38.0, CLOSE);
    assertThat(found.ty()).isCloseTo(-25 / 38.0, CLOSE);
  }

  @Test
  void noOtherTransformNearbyFitsBetter() {
    List<Point> target =
        List.of(new Point(3, 2), new Point(25, 1), new Point(12, 16), new Point(9, 24));

    SimilarityTransform best = SimilarityTransform.leastSquares(FACE, target);

    double error = squaredError(best, FACE, target);
    for (double step : new double[] {-0.01, 0.01}) {
      assertThat(squaredError(moved(best, step, 0, 0, 0), FACE, target)).isGreaterThan(error);
      assertThat(squaredError(moved(best, 0, step, 0, 0), FACE, target)).isGreaterThan(error);
      assertThat(squaredError(moved(best, 0, 0, step, 0), FACE, target)).isGreaterThan(error);
      assertThat(squaredError(moved(best, 0, 0, 0, step), FACE, target)).isGreaterThan(error);
    }
  }

  @Test
  void blocksGoWhereTheirCentresWent() {
    SimilarityTransform transform = new SimilarityTransform(0.2, 0.1, 5, -3);

    Point whole = transform.apply(new Point(31, 61)); // centre of the pixels 30 to 32, 60 to 62
    Point block = transform.fromShrunk(3).apply(new Point(10, 20));

    assertThat(block.x()).isCloseTo(whole.x(), within(1e-4f));
    assertThat(block.y()).isCloseTo(whole.y(), within(1e-4f));
  }

  @Test
  void refusesPointsWithoutDistance() {
    List<Point> one = List.of(new Point(4, 4), new Point(4, 4));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SimilarityTransform.leastSquares(one, FACE.subList(0, 2)))
        .withMessageContaining("without distance");
  }

  @Test
  void refusesListsOfDifferentLength() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SimilarityTransform.leastSquares(FACE, FACE.subList(0, 2)))
        .withMessageContaining("4 points onto 2");
  }

  private static SimilarityTransform moved(
      SimilarityTransform t, double a, double b, double tx, double ty) {
    return new SimilarityTransform(t.a() + a, t.b() + b, t.tx() + tx, t.ty() + ty);
  }

  private static double squaredError(SimilarityTransform t, List<Point> from, List<Point> to) {
    double sum = 0;
    for (int i = 0; i < from.size(); i++) {
      Point moved = t.apply(from.get(i));
      sum += Math.pow(moved.x() - to.get(i).x(), 2) + Math.pow(moved.y() - to.get(i).y(), 2);
    }
    return sum;
  }
}
