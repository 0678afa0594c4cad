// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.train;

import dev.mien.trainer.method.Method;
import dev.mien.trainer.method.Smoothing;
import dev.mien.trainer.method.ViewTransform;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is minimised. */
final class MethodOptions {

  @Option(
      names = "--method",
      paramLabel = "<name>",
      completionCandidates = Names.class,
      description =
          "one of ${COMPLETION-CANDIDATES} (default: rac+rsl); the options below change its parts")
  private @Nullable String method;

  @Option(
      names = "--rac",
      negatable = true,
      description = "re-balanced attention consistency between both views")
  private @Nullable Boolean rac;

  @Option(names = "--rsl", negatable = true, description = "re-balanced smooth labels")
  private @Nullable Boolean rsl;

  @Option(
      names = "--both-views",
      negatable = true,
      description = "count the classification loss of the other view too (default: yes, of eac no)")
  private @Nullable Boolean bothViews;

  @Option(
      names = "--transform",
      paramLabel = "<kind>",
      description = "how the other view is made: flip, scale or intensity (default: flip)")
  private ViewTransform.@Nullable Kind transform;

  @Option(
      names = "--align-maps",
      negatable = true,
      defaultValue = Option.NULL_VALUE,
      description =
          "compare maps of mirror images where they show the same place of the picture"
              + " (default: yes)")
  private @Nullable Boolean alignMaps;

  @Option(
      names = "--lambda",
      paramLabel = "<number>",
      description = "weight of the consistency (default: 2, of eac 5)")
  private @Nullable Double lambda;

  @Option(
      names = "--lambda-warm-up",
      paramLabel = "<epochs>",
      description =
          "epochs over which that weight rises from 0, beginning with --pairs-from (default: 0)")
  private @Nullable Double lambdaWarmUp;

  @Option(
      names = "--weights-outside",
      negatable = true,
      description = "weigh squared differences of attention maps, not the maps")
  private @Nullable Boolean weightsOutside;

  @Option(
      names = "--detach-attention",
      negatable = true,
      description = "send no gradient from the maps to the classifier's weights")
  private @Nullable Boolean detach;

  @Option(
      names = "--alpha",
      paramLabel = "<number>",
      description = "smooth part of the labels (default: 0.1)")
  private @Nullable Double alpha;

  @Option(
      names = "--smooth",
      paramLabel = "<classes>",
      description = "which classes share it: all or others (default: all)")
  private @Nullable Smoothing smoothing;

  @Option(
      names = "--weigh-pictures",
      negatable = true,
      description = "count the classification loss of a picture by its class weight (CB)")
  private @Nullable Boolean weighPictures;

  @Option(
      names = "--class-weights",
      paramLabel = "<scheme>",
      description = "effective-number, inverse-frequency or none (default: effective-number)")
  private @Nullable String classWeights;

  @Option(
      names = "--beta",
      paramLabel = "<number>",
      description = "of the effective number (default: 0.9999)")
  private @Nullable Double beta;

  @Option(
      names = "--tau",
      paramLabel = "<number>",
      description = "strength of the logit adjustment (default: 0)")
  private @Nullable Double tau;

  @Option(
      names = "--pairs-from",
      paramLabel = "<epoch>",
      description = "first epoch, from 0, with the other views (default: 0)")
  private @Nullable Integer pairsFrom;

  /** The methods, for the help. */
  private static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Method.names().iterator();
    }
  }

  void addTo(Map<String, Object> values) {
    Values.put(values, "method", method);
    Values.put(values, "method.consistency", rac);
    // With EAC, which is not re-balanced, it has to be said.
    Values.put(values, "method.rebalanced", Boolean.TRUE.equals(rac) ? true : null);
    Values.put(values, "method.smooth", rsl);
    Values.put(values, "method.bothViews", bothViews);
    Values.put(values, "transform", transform);
    Values.put(values, "alignedMaps", alignMaps);
    Values.put(values, "method.lambda", lambda);
    Values.put(values, "lambdaWarmUp", lambdaWarmUp);
    Values.put(values, "method.insideSquare", weightsOutside == null ? null : !weightsOutside);
    Values.put(values, "method.detached", detach);
    Values.put(values, "method.alpha", alpha);
    Values.put(values, "method.smoothing", smoothing);
    Values.put(
        values,
        "method.classWeights",
        classWeights == null ? null : classWeights.replace('-', '_'));
    Values.put(values, "method.weightedLoss", weighPictures);
    Values.put(values, "method.beta", beta);
    Values.put(values, "method.tau", tau);
    Values.put(values, "pairsFrom", pairsFrom);
  }
}
