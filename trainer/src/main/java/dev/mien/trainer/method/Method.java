// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.method;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is minimised. The defaults of the paper are {@link #named}("rac+rsl").
 *
 * @param consistency the attention maps of both views are to agree, l_cons of equation 6
 * @param rebalanced the maps are re-balanced by B, equation 3; else they count the same (EAC)
 * @param insideSquare B is applied to the maps; else to the squared differences
 * @param detached no gradient flows through the classifier's weights into the maps
 * @param lambda weight of the consistency, equation 6
 * @param smooth targets are re-balanced smooth labels, equation 8
 * @param alpha the smooth part
 * @param smoothing which classes share the smooth part
 * @param classWeights how B is found
 * @param beta of equation 4
 * @param weightedLoss the classification loss of a picture counts B of its label times (CB)
 * @param tau strength of the logit adjustment (Menon et al. 2021), 0 for none
 * @param bothViews the classification loss counts both views, equation 1; else the first
 * @param erasing pictures lose a random rectangle (EAC)
 */
public record Method(
    boolean consistency,
    boolean rebalanced,
    boolean insideSquare,
    boolean detached,
    double lambda,
    boolean smooth,
    double alpha,
    Smoothing smoothing,
    ClassWeights classWeights,
    double beta,
    boolean weightedLoss,
    double tau,
    boolean bothViews,
    boolean erasing) {

  /** The method of the paper. */
  public static final String DEFAULT = "rac+rsl";

  private static final double ALPHA = 0.1;
  private static final double BETA = 0.9999;

  /** The plainest first. In the last one, the paper's method has the weights of cb as well. */
  private static final Map<String, Method> NAMED = byName();

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the value
   */
  public Method {
    if (!(lambda >= 0)) {
      throw new IllegalArgumentException("lambda is " + lambda + ", expected at least 0");
    }
    if (!(alpha >= 0 && alpha <= 1)) {
      throw new IllegalArgumentException("alpha is " + alpha + ", expected 0 to 1");
    }
    ClassBalance.checkBeta(beta);
    if (weightedLoss && classWeights == ClassWeights.NONE) {
      throw new IllegalArgumentException(
          "pictures are to be weighed, and class weights are 'none', which would change nothing:"
              + " choose others, or do not weigh pictures");
    }
    if (!(tau >= 0)) {
      throw new IllegalArgumentException("tau is " + tau + ", expected at least 0");
    }
  }

  /** Returns the names that {@link #named} knows, the plainest first. */
  public static List<String> names() {
    return List.copyOf(NAMED.keySet());
  }

  /**
   * Returns a method of the paper's tables.
   *
   * @throws IllegalArgumentException naming the ones that there are
   */
  public static Method named(String name) {
    Method method = NAMED.get(name);
    if (method == null) {
      throw new IllegalArgumentException(
          "no method '" + name + "', expected one of " + String.join(", ", names()));
    }
    return method;
  }

  private static Map<String, Method> byName() {
    Map<String, Method> named = new LinkedHashMap<>();
    named.put("baseline", of(false, false, false, 0));
    named.put("cb", of(false, false, true, 0));
    named.put("eac", eac());
    named.put("logit-adjustment", of(false, false, false, 1));
    named.put("rac", of(true, false, false, 0));
    named.put("rsl", of(false, true, false, 0));
    named.put(DEFAULT, of(true, true, false, 0));
    named.put("cb+rac+rsl", of(true, true, true, 0));
    return Collections.unmodifiableMap(named);
  }

  private static Method of(boolean rac, boolean rsl, boolean weighted, double tau) {
    return new Method(
        rac,
        true,
        true,
        false,
        2,
        rsl,
        ALPHA,
        Smoothing.ALL,
        ClassWeights.EFFECTIVE_NUMBER,
        BETA,
        weighted,
        tau,
        true,
        false);
  }

  /** As published (Zhang et al. 2022): unweighted maps, one view classified, a weight of 5. */
  private static Method eac() {
    return new Method(
        true,
        false,
        true,
        true,
        5,
        false,
        ALPHA,
        Smoothing.ALL,
        ClassWeights.EFFECTIVE_NUMBER,
        BETA,
        false,
        0,
        false,
        true);
  }

  /** Returns whether a second view of each picture is needed. */
  public boolean paired() {
    return consistency || bothViews;
  }
}
