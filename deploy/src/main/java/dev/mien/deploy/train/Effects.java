// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.train;

import dev.mien.trainer.method.ClassWeights;
import dev.mien.trainer.method.Method;
import dev.mien.trainer.run.TrainConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Refuses options of a run that would change nothing in it, lest somebody believe that they do. */
final class Effects {

  private static final Map<String, Need> NEEDS = needs();

  private Effects() {}

  /**
   * What an option needs.
   *
   * @param option that says the setting
   * @param met whether the setting matters in a run
   * @param missing what is missing if it does not
   */
  private record Need(String option, Predicate<TrainConfig> met, String missing) {}

  /**
   * Checks all settings that options have said.
   *
   * @param said names of the settings
   * @param config of the run, with those settings
   * @throws IllegalArgumentException naming the option and what it needs
   */
  static void check(Set<String> said, TrainConfig config) {
    NEEDS.forEach(
        (setting, need) -> {
          if (said.contains(setting) && !need.met().test(config)) {
            throw new IllegalArgumentException(
                "%s would change nothing: %s, or leave it out"
                    .formatted(need.option(), need.missing()));
          }
        });
  }

  private static Map<String, Need> needs() {
    Map<String, Need> needs = new LinkedHashMap<>();
    Predicate<TrainConfig> paired = config -> config.method().paired();
    String pairs = "this method looks at one view of each picture, choose another --method";
    needs.put("transform", new Need("--transform", paired, pairs));
    needs.put("pairsFrom", new Need("--pairs-from", paired, pairs));
    Predicate<TrainConfig> consistency = config -> config.method().consistency();
    String rac = "there is no consistency without --rac, add it";
    needs.put("method.lambda", new Need("--lambda", consistency, rac));
    needs.put("lambdaWarmUp", new Need("--lambda-warm-up", consistency, rac));
    needs.put("alignedMaps", new Need("--align-maps", consistency, rac));
    needs.put("method.detached", new Need("--detach-attention", consistency, rac));
    needs.put(
        "method.insideSquare",
        new Need(
            "--weights-outside",
            config -> config.method().consistency() && config.method().rebalanced(),
            "there is no re-balanced consistency without --rac, add it"));
    Predicate<TrainConfig> smooth = config -> config.method().smooth();
    String rsl = "there are no smooth labels without --rsl, add it";
    needs.put("method.alpha", new Need("--alpha", smooth, rsl));
    needs.put("method.smoothing", new Need("--smooth", smooth, rsl));
    needs.put(
        "method.classWeights",
        new Need(
            "--class-weights",
            config -> isBalanced(config.method()),
            "nothing has class weights without --rac, --rsl or --weigh-pictures, add one"));
    needs.put(
        "method.beta",
        new Need(
            "--beta",
            config ->
                isBalanced(config.method())
                    && config.method().classWeights() == ClassWeights.EFFECTIVE_NUMBER,
            "nothing has weights by effective numbers, add --rac, --rsl or --weigh-pictures without"
                + " other --class-weights"));
    needs.put(
        "versions",
        new Need(
            "--versions",
            config -> !config.freeze().isEmpty(),
            "nothing is stored without frozen stages, add --freeze"));
    return needs;
  }

  private static boolean isBalanced(Method method) {
    return (method.consistency() && method.rebalanced())
        || method.smooth()
        || method.weightedLoss();
  }
}
