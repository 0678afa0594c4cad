// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.evaluate;

import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.model.FaceImage;
import dev.mien.events.Scores;
import dev.mien.runtime.StageFailure;
import dev.mien.trainer.data.FaceSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** What a model says about labelled faces. Immutable. */
public final class Predictions {

  private static final int BATCH = 32;

  /** The logarithm of the smallest probability that is told from 0. */
  private static final double LOG_SMALLEST = Math.log(Float.MIN_VALUE);

  private final List<String> classes;
  private final int[] labels;
  private final double[][] probabilities;

  /**
   * Copies everything.
   *
   * @param classes of the model
   * @param labels index of the right class of each face
   * @param probabilities of each class for each face
   * @throws IllegalArgumentException if the lengths differ
   */
  Predictions(List<String> classes, int[] labels, double[][] probabilities) {
    if (labels.length != probabilities.length) {
      throw new IllegalArgumentException(
          labels.length + " labels for " + probabilities.length + " faces");
    }
    this.classes = List.copyOf(classes);
    this.labels = labels.clone();
    this.probabilities = Arrays.stream(probabilities).map(double[]::clone).toArray(double[][]::new);
  }

  /**
   * Asks a model about faces.
   *
   * @param faces indices within the set
   * @param done is told now and then how many are done
   * @throws StageFailure if the set has a class that the model does not know
   */
  public static Predictions of(EmotionModel model, FaceSet set, int[] faces, IntConsumer done) {
    Faces pictures = new Faces(set);
    return of(model, set, faces, pictures::get, done);
  }

  /** Asks the same about other pictures of the faces. */
  static Predictions of(
      EmotionModel model,
      FaceSet set,
      int[] faces,
      IntFunction<FaceImage> pictures,
      IntConsumer done) {
    List<String> classes = model.metadata().classes();
    int[] known = set.classes().stream().mapToInt(name -> indexOf(name, classes)).toArray();
    int[] labels = Arrays.stream(faces).map(face -> known[set.label(face)]).toArray();
    double[][] probabilities = new double[faces.length][];
    for (int from = 0; from < faces.length; from += BATCH) {
      int to = Math.min(from + BATCH, faces.length);
      List<FaceImage> batch = Arrays.stream(faces, from, to).mapToObj(pictures).toList();
      List<Scores> scores = model.classify(batch);
      for (int i = from; i < to; i++) {
        probabilities[i] = probabilities(scores.get(i - from));
      }
      done.accept(to);
    }
    return new Predictions(classes, labels, probabilities);
  }

  /** Returns the classes of the model. */
  public List<String> classes() {
    return classes;
  }

  /** Returns the number of faces. */
  public int size() {
    return labels.length;
  }

  /** Returns the index of the right class of a face. */
  public int label(int face) {
    return labels[face];
  }

  /** Returns the probability of a class, 0 to 1. */
  public double probability(int face, int emotion) {
    return probabilities[face][emotion];
  }

  /** Returns the index of the class with the highest probability, the first of equals. */
  public int leading(int face) {
    double[] row = probabilities[face];
    int best = 0;
    for (int i = 1; i < row.length; i++) {
      best = row[i] > row[best] ? i : best;
    }
    return best;
  }

  /**
   * Returns the same for some of the faces.
   *
   * @param faces numbers among these predictions
   */
  public Predictions of(int[] faces) {
    return new Predictions(
        classes,
        IntStream.of(faces).map(this::label).toArray(),
        IntStream.of(faces).mapToObj(face -> probabilities[face]).toArray(double[][]::new));
  }

  /** Returns what the model would say if its logits were divided by a temperature (more). */
  public Predictions tempered(double temperature) {
    double[][] tempered = new double[probabilities.length][];
    for (int face = 0; face < tempered.length; face++) {
      tempered[face] = tempered(probabilities[face], temperature);
    }
    return new Predictions(classes, labels, tempered);
  }

  /** Returns the mean of -log p of the right class. */
  public double logLoss() {
    double sum = 0;
    for (int face = 0; face < labels.length; face++) {
      sum -= log(probabilities[face][labels[face]]);
    }
    return sum / labels.length;
  }

  /** Logarithms of probabilities are logits less a constant, which the softmax does not see. */
  private static double[] tempered(double[] row, double temperature) {
    double max = log(Arrays.stream(row).max().orElseThrow());
    double[] powers = Arrays.stream(row).map(p -> Math.exp((log(p) - max) / temperature)).toArray();
    double sum = Arrays.stream(powers).sum();
    return Arrays.stream(powers).map(power -> power / sum).toArray();
  }

  private static double log(double probability) {
    return probability > 0 ? Math.max(Math.log(probability), LOG_SMALLEST) : LOG_SMALLEST;
  }

  private static double[] probabilities(Scores scores) {
    return new ArrayList<>(scores.byClass().values())
        .stream().mapToDouble(Float::doubleValue).toArray();
  }

  private static int indexOf(String name, List<String> classes) {
    int index = classes.indexOf(name);
    if (index < 0) {
      throw new StageFailure(
          "the faces have the class '%s', which the model does not know; it has %s"
              .formatted(name, classes));
    }
    return index;
  }
}
