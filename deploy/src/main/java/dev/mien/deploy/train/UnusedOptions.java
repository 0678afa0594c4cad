// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.train;

import dev.mien.trainer.method.ClassWeights;
import dev.mien.trainer.method.Method;
import dev.mien.trainer.method.ViewTransform;
import dev.mien.trainer.network.Backbone;
import dev.mien.trainer.run.Settings;
import dev.mien.trainer.run.TrainConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/** Refuses options that would change nothing in a run, lest somebody believe that they do. */
final class UnusedOptions {

  /** Where stored features lie, which is no setting. */
  static final String CACHE = "cache";

  private static final Map<String, Need> NEEDS = needs();

  private UnusedOptions() {}

  /**
   * What an option needs.
   *
   * @param option that says the setting
   * @param met whether the setting matters in a run
   * @param missing what is missing if it does not
   */
  private record Need(String option, Predicate<TrainConfig> met, String missing) {}

  /**
   * Checks all settings that options have said, and that a run which says it has other views comes
   * to have them, wherever its settings are from.
   *
   * @param said names of the settings, {@link #CACHE} among them
   * @param config of the run, with those settings
   * @throws IllegalArgumentException naming the option and what it needs
   */
  static void check(Set<String> said, TrainConfig config) {
    NEEDS.forEach(
        (setting, need) -> {
          if (said.contains(setting) && !need.met().test(config)) {
            throw new IllegalArgumentException(
                "%s has no place here: %s, or leave it out"
                    .formatted(need.option(), need.missing()));
          }
        });
    if (config.method().paired() && config.pairsFrom() >= config.epochs()) {
      throw new IllegalArgumentException(
          "other views come from epoch %d on (--pairs-from), counted from 0, but there are %d epochs: choose an earlier one, more --epochs, or --no-rac --no-both-views"
              .formatted(config.pairsFrom(), config.epochs()));
    }
  }

  /**
   * Checks that each setting matters in some run of a table, and is there what was said.
   *
   * @param said names of the settings
   * @param shared by the runs, as far as their methods do not say otherwise
   * @param runs of the table
   * @throws IllegalArgumentException naming the option that no run would follow
   */
  static void checkTable(Set<String> said, Settings shared, List<TrainConfig> runs) {
    check(said, shared.config());
    Map<String, String> wanted = Settings.of(shared.config()).all(); // as runs write them
    NEEDS.forEach(
        (setting, need) -> {
          if (said.contains(setting)
              && runs.stream()
                  .filter(need.met())
                  .map(run -> Settings.of(run).all().get(setting))
                  .noneMatch(value -> Objects.equals(value, wanted.get(setting)))) {
            throw new IllegalArgumentException(
                "%s has no place here: none of the --methods follows it, leave it out"
                    .formatted(need.option()));
          }
        });
  }

  private static Map<String, Need> needs() {
    Map<String, Need> needs = new LinkedHashMap<>();
    Predicate<TrainConfig> consistency = config -> config.method().consistency();
    String rac = "there is no consistency without --rac, add it";
    needs.put("method.lambda", new Need("--lambda", consistency, rac));
    needs.put("lambdaWarmUp", new Need("--lambda-warm-up", consistency, rac));
    needs.put("method.detached", new Need("--detach-attention", consistency, rac));
    Predicate<TrainConfig> paired = config -> config.method().paired();
    String views = "there is no other view without --rac or --both-views, add one";
    needs.put("transform", new Need("--transform", paired, views));
    needs.put(
        "alignedMaps",
        new Need(
            "--align-maps",
            consistency.and(config -> config.transform() == ViewTransform.Kind.FLIP),
            "only maps of mirror images are aligned, choose --rac and --transform flip"));
    needs.put(
        "method.insideSquare",
        new Need(
            "--weights-outside",
            consistency.and(
                config ->
                    config.method().rebalanced()
                        && config.method().classWeights() != ClassWeights.NONE),
            "there is no re-balanced consistency without --rac and --class-weights, add them"));
    Predicate<TrainConfig> smooth = config -> config.method().smooth();
    String rsl = "there are no smooth labels without --rsl, add it";
    needs.put("method.alpha", new Need("--alpha", smooth, rsl));
    needs.put("method.smoothing", new Need("--smooth", smooth, rsl));
    Predicate<TrainConfig> weights = config -> hasWeights(config.method());
    needs.put(
        "method.classWeights",
        new Need(
            "--class-weights",
            weights,
            "nothing has class weights without --rac, --rsl or --weigh-pictures, add one"));
    needs.put(
        "method.beta",
        new Need(
            "--beta",
            weights.and(config -> config.method().classWeights() == ClassWeights.EFFECTIVE_NUMBER),
            "nothing has weights by effective numbers, add --rac, --rsl or --weigh-pictures without"
                + " other --class-weights"));
    needs.put(
        "pairsFrom",
        new Need(
            "--pairs-from",
            paired.and(config -> config.pairsFrom() < config.epochs()),
            "the run has no other views from that epoch on, choose an earlier one, or add --rac or"
                + " --both-views"));
    needs.put(
        "versions",
        new Need(
            "--versions",
            UnusedOptions::freezesFirst,
            "only what frozen first stages give is stored, --freeze one"));
    needs.put(
        CACHE,
        new Need(
            "--cache",
            UnusedOptions::freezesFirst,
            "only what frozen first stages give is stored, --freeze one"));
    return needs;
  }

  private static boolean hasWeights(Method method) {
    return (method.consistency() && method.rebalanced())
        || method.smooth()
        || method.weightedLoss();
  }

  private static boolean freezesFirst(TrainConfig config) {
    return config.frozenFirst(Backbone.named(config.backbone())) > 0;
  }
}
