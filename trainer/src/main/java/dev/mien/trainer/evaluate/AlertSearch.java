// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.evaluate;

import dev.mien.classifier.model.AlertThresholds;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Finds the probabilities from which on alerts for a class are right often enough. A few lucky hits
 * do not count: the precision must be reached by the lower end of the one-sided {@value
 * #CONFIDENCE} % confidence interval (Wilson) of the alerts that a threshold would have raised,
 * {@value #FEWEST} at least. For 0.9 that takes 49 alerts without an error. A class with few faces
 * may have no such threshold.
 */
public final class AlertSearch {

  /** Precisions that are searched for. */
  public static final List<Double> PRECISIONS = List.of(0.5, 0.7, 0.9);

  /** In percent; that much because the best of many thresholds is taken: see RATIONALE.md. */
  public static final int CONFIDENCE = 99;

  /** Quantile of the normal distribution at {@link #CONFIDENCE}. */
  private static final double Z = 2.3263478740;

  private static final int FEWEST = 20;

  private static final double ROUND = 1e6;

  private AlertSearch() {}

  /**
   * Returns for each class the lowest thresholds that do, which miss the fewest.
   *
   * @param predictions as they are served, on faces that were not trained with
   */
  public static AlertThresholds search(Predictions predictions) {
    Map<String, NavigableMap<Double, Double>> byClass = new LinkedHashMap<>();
    for (int emotion = 0; emotion < predictions.classes().size(); emotion++) {
      NavigableMap<Double, Double> thresholds = new TreeMap<>();
      for (double precision : PRECISIONS) {
        OptionalDouble from = threshold(predictions, emotion, precision);
        if (from.isPresent()) {
          thresholds.put(precision, from.getAsDouble());
        }
      }
      byClass.put(predictions.classes().get(emotion), thresholds);
    }
    return new AlertThresholds(byClass);
  }

  private static OptionalDouble threshold(Predictions predictions, int emotion, double precision) {
    int[] faces = descending(predictions, emotion);
    double guess = 1.0 / predictions.classes().size();
    OptionalDouble lowest = OptionalDouble.empty();
    int right = 0;
    for (int alerts = 1; alerts <= faces.length; alerts++) {
      right += predictions.label(faces[alerts - 1]) == emotion ? 1 : 0;
      double last = predictions.probability(faces[alerts - 1], emotion);
      double next = alerts < faces.length ? predictions.probability(faces[alerts], emotion) : 0;
      double from = between(next, last);
      if (alerts >= FEWEST
          && from >= guess
          && next < from
          && from <= last
          && lowerEnd(right, alerts) >= precision) {
        lowest = OptionalDouble.of(from);
      }
    }
    return lowest;
  }

  /** In the middle, so that rounding does not decide; few digits, since it is stored as text. */
  private static double between(double next, double last) {
    return Math.rint((next + last) / 2 * ROUND) / ROUND;
  }

  /** Returns the lower end of the interval that the true precision lies in. */
  static double lowerEnd(int right, int alerts) {
    double share = (double) right / alerts;
    double z2 = Z * Z / alerts;
    double spread = Z * Math.sqrt(share * (1 - share) / alerts + z2 / (4 * alerts));
    return (share + z2 / 2 - spread) / (1 + z2);
  }

  private static int[] descending(Predictions predictions, int emotion) {
    return IntStream.range(0, predictions.size())
        .boxed()
        .sorted(
            Comparator.comparingDouble((Integer face) -> -predictions.probability(face, emotion)))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
