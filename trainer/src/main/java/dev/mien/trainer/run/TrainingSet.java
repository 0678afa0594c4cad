// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import dev.mien.runtime.StageFailure;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.data.Imbalance;
import dev.mien.trainer.data.Part;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The faces that are learned from, and what is told about them. */
final class TrainingSet {

  private final FaceSet faces;
  private final int[] chosen;
  private final Targets targets;

  private TrainingSet(FaceSet faces, int[] chosen, Targets targets) {
    this.faces = faces;
    this.chosen = chosen;
    this.targets = targets;
  }

  /**
   * Takes those faces of a set that a run is to learn from.
   *
   * @throws StageFailure if nothing can be learned from them, naming what is missing
   */
  static TrainingSet of(FaceSet faces, TrainConfig config) {
    if (config.targets() != Targets.MAJORITY && !faces.hasVotes()) {
      throw new StageFailure(
          "the data has labels only, no votes to learn from: say --targets majority");
    }
    if (config.targets() == Targets.ALL && faces.indices(Part.UNDECIDED).length == 0) {
      throw new StageFailure(
          "the data has no pictures whose voters do not agree: prepare it again if it is FER+, or say --targets votes");
    }
    TrainingSet set = new TrainingSet(faces, config.learnedFrom(faces), config.targets());
    int[] counts = set.counts();
    List<String> names = faces.classes();
    for (int label = 0; label < counts.length; label++) {
      if (counts[label] == 0) {
        throw new StageFailure(
            "class '%s' has no picture to learn from: add some, or prepare the data without it"
                .formatted(names.get(label)));
      }
    }
    return set;
  }

  FaceSet faces() {
    return faces;
  }

  int size() {
    return chosen.length;
  }

  int[] indices() {
    return chosen.clone();
  }

  /** Returns how many faces each class has, undecided ones in that with the most votes. */
  int[] counts() {
    return faces.counts(chosen);
  }

  /** Says how many faces there are, and of which classes. */
  String summary() {
    int[] counts = counts();
    String classes =
        IntStream.range(0, counts.length)
            .mapToObj(
                label ->
                    String.format(Locale.ROOT, "%s %,d", faces.classes().get(label), counts[label]))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%,d faces to learn from: %s; imbalance factor %.1f",
        size(),
        classes,
        Imbalance.factor(counts));
  }

  /** Returns the label, or the distribution over the labels, of a face of the set. */
  float[] told(int face) {
    if (targets != Targets.MAJORITY) {
      return faces.votes(face);
    }
    float[] label = new float[faces.classes().size()];
    label[faces.label(face)] = 1;
    return label;
  }
}
