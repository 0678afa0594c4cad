// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.train;

import dev.mien.trainer.run.Targets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How it is minimised. */
final class LearningOptions {

  @Mixin private StepOptions step;

  @Option(
      names = "--epochs",
      paramLabel = "<number>",
      description = "how often every picture is seen (default: 60)")
  private @Nullable Integer epochs;

  @Option(
      names = "--lr",
      paramLabel = "<number>",
      description = "learning rate of the first epoch (default: 1e-4)")
  private @Nullable Double learningRate;

  @Option(
      names = "--head-rate",
      paramLabel = "<factor>",
      description = "learning rate of the classifier, in multiples of that (default: 1)")
  private @Nullable Double headRate;

  @Option(
      names = "--decay",
      paramLabel = "<factor>",
      description = "of the learning rate after each epoch (default: 0.9)")
  private @Nullable Double decay;

  @Option(
      names = "--warm-up",
      paramLabel = "<steps>",
      description = "over which the learning rate rises from 0 (default: 0)")
  private @Nullable Integer warmUp;

  @Option(
      names = "--weight-decay",
      paramLabel = "<number>",
      description = "of Adam (default: 1e-4)")
  private @Nullable Double weightDecay;

  @Option(
      names = "--clip",
      paramLabel = "<length>",
      description = "largest length of the gradient (default: any)")
  private @Nullable Double clip;

  @Option(
      names = "--average",
      paramLabel = "<share>",
      description =
          "keep an average of the weights, which retains this share in a step, for example 0.999")
  private @Nullable Double average;

  @Option(
      names = "--fit-prior",
      negatable = true,
      description =
          "let the classifier's bias take in as much of the classes' frequencies as does best on"
              + " the validation part")
  private @Nullable Boolean fitPrior;

  @Option(
      names = "--augment",
      paramLabel = "<strength>",
      description = "how pictures are changed: none, light, moderate or strong (default: moderate)")
  private @Nullable String augmentation;

  @Option(
      names = "--targets",
      paramLabel = "<kind>",
      description =
          "learn the majority of the votes on a picture, the votes, or all: the votes also where they"
              + " have no majority (default: majority)")
  private @Nullable Targets targets;

  @Option(
      names = "--imbalance-factor",
      paramLabel = "<number>",
      description =
          "learn from a subset whose largest class is so many times the smallest; what is more"
              + " imbalanced by itself stays so")
  private @Nullable Double imbalanceFactor;

  @Option(
      names = "--versions",
      paramLabel = "<number>",
      description =
          "of each picture that are stored for frozen first stages, 0 for none (default: 4)")
  private @Nullable Integer versions;

  @Option(
      names = "--seed",
      paramLabel = "<number>",
      description =
          "of everything that is random, but for the pictures whose features are stored: runs share"
              + " these (default: 1)")
  private @Nullable Long seed;

  void addTo(Map<String, Object> values) {
    step.addTo(values);
    Values.put(values, "epochs", epochs);
    Values.put(values, "learningRate", learningRate);
    Values.put(values, "headRate", headRate);
    Values.put(values, "decay", decay);
    Values.put(values, "warmUpSteps", warmUp);
    Values.put(values, "weightDecay", weightDecay);
    Values.put(values, "clip", clip);
    Values.put(values, "average", average);
    Values.put(values, "fitPrior", fitPrior);
    Values.put(values, "augmentation", augmentation);
    Values.put(values, "targets", targets);
    Values.put(values, "imbalanceFactor", imbalanceFactor);
    Values.put(values, "versions", versions);
    Values.put(values, "seed", seed);
  }
}
