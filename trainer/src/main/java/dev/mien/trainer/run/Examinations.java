// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import dev.mien.trainer.data.Copies;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.data.Part;
import dev.mien.trainer.network.ExpressionNetwork;
import dev.mien.trainer.network.Parameters;
import dev.mien.trainer.weights.StoredTensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is looked at after each epoch: parts of the data, and by the validation part how far the
 * classifier's bias should be shifted.
 */
final class Examinations implements AutoCloseable {

  private static final String BIAS = ExpressionNetwork.HEAD + ".bias";

  private final boolean fitPrior;
  private final int[] counts;
  private final Map<Part, Examination> examinations = new EnumMap<>(Part.class);
  private double[] shift;

  /**
   * Takes the examined parts of a setup.
   *
   * @param counts training pictures of each class
   */
  Examinations(TrainConfig config, RunSetup setup, Sources sources, int[] counts) {
    this.fitPrior = config.fitPrior();
    this.counts = counts.clone();
    this.shift = new double[counts.length];
    for (Part part : setup.examined()) {
      int[] faces = examined(setup.faces(), part);
      Inputs inputs = sources.forExamination(faces);
      examinations.put(
          part,
          new Examination(
              setup.network(), setup.faces(), faces, inputs, setup.device(), config.atOnce()));
    }
  }

  /**
   * What epoch and bias are chosen by must not be faces that were learned from; what a test part
   * gives is told for all of it.
   */
  private static int[] examined(FaceSet faces, Part part) {
    int[] all = faces.indices(part);
    if (part != Part.VALIDATION) {
      return all;
    }
    return Arrays.stream(Copies.of(faces).unlearned(all)).map(i -> all[i]).toArray();
  }

  /** Returns accuracies by the names of the parts, and fits the shift where that is asked for. */
  Map<String, Accuracy> of(Parameters weights) {
    Map<Part, LabelledLogits> logits = new EnumMap<>(Part.class);
    examinations.forEach((part, its) -> logits.put(part, its.of(weights)));
    LabelledLogits validation = logits.get(Part.VALIDATION);
    if (fitPrior && validation != null) {
      shift = validation.fittedPrior(counts);
    }
    Map<String, Accuracy> accuracies = new TreeMap<>();
    logits.forEach((part, its) -> accuracies.put(part.written(), its.accuracy(shift)));
    return accuracies;
  }

  /** Returns what was last fitted, 0 for each class before. */
  List<Double> shift() {
    return Arrays.stream(shift).boxed().toList();
  }

  /** Goes on with what {@link #shift} gave. */
  void restore(List<Double> fitted) {
    shift = fitted.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Adds the shift to the classifier's bias. */
  void apply(Map<String, StoredTensor> weights) {
    weights.computeIfPresent(BIAS, (name, bias) -> shifted(bias));
  }

  private StoredTensor shifted(StoredTensor bias) {
    FloatBuffer old = bias.values();
    float[] values = new float[shift.length];
    for (int label = 0; label < values.length; label++) {
      values[label] = (float) (old.get(label) + shift[label]);
    }
    return new StoredTensor(bias.shape(), values);
  }

  @Override
  public void close() {
    examinations.values().forEach(Examination::close);
  }
}
