// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.augment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much pictures are changed; 0 turns a change off. Changes of light, colour and quality are for
 * faces that other cameras see than the data set's.
 *
 * @param shift largest, in shares of the side
 * @param zoom largest, 0.1 for 0.9 to 1.1 times the size
 * @param rotation largest, in degrees
 * @param flip probability of the mirror image
 * @param brightness largest change, in shares of white
 * @param contrast largest change, 0.2 for 0.8 to 1.2 times
 * @param gamma largest change of the exponent, as the factor 1 + gamma or its inverse
 * @param tint largest change of each colour's gain: another white balance, which also gives colours
 *     to grey pictures
 * @param grey probability that the colours are left out
 * @param blur probability that the picture is shrunk, to a third at least, and enlarged again
 * @param noisy probability that noise is added
 * @param noise its largest standard deviation, in shares of white
 * @param erase probability that a rectangle is replaced by noise
 */
public record Augmentation(
    double shift,
    double zoom,
    double rotation,
    double flip,
    double brightness,
    double contrast,
    double gamma,
    double tint,
    double grey,
    double blur,
    double noisy,
    double noise,
    double erase) {

  /** Pictures as they are. */
  public static final Augmentation NONE = new Augmentation(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  private static final Map<String, Augmentation> NAMED =
      Map.of(
          "none", NONE,
          "light", new Augmentation(.03, .05, 5, .5, .1, .1, .1, .1, .1, .05, .5, .02, 0),
          "moderate", new Augmentation(.05, .1, 10, .5, .15, .2, .25, .2, .1, .15, .5, .03, .15),
          "strong", new Augmentation(.08, .15, 15, .5, .2, .3, .4, .3, .2, .25, .5, .05, .3));

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming what does not fit
   */
  public Augmentation {
    share("shift", shift, 0.5);
    share("zoom", zoom, 0.9);
    share("rotation", rotation, 180);
    share("flip", flip, 1);
    share("brightness", brightness, 1);
    share("contrast", contrast, 1);
    share("gamma", gamma, 10);
    share("tint", tint, 1);
    share("grey", grey, 1);
    share("blur", blur, 1);
    share("noisy", noisy, 1);
    share("noise", noise, 1);
    share("erase", erase, 1);
  }

  private static void share(String name, double value, double most) {
    if (!(value >= 0 && value <= most)) {
      throw new IllegalArgumentException(
          "augmentation: %s is %s, expected 0 to %s".formatted(name, value, most));
    }
  }

  /** Returns the names that {@link #named} knows, from weak to strong. */
  public static List<String> names() {
    return List.of("none", "light", "moderate", "strong");
  }

  /**
   * Returns a strength by name.
   *
   * @throws IllegalArgumentException naming the ones that there are
   */
  public static Augmentation named(String name) {
    Augmentation augmentation = NAMED.get(name);
    if (augmentation == null) {
      throw new IllegalArgumentException(
          "no augmentation '" + name + "', expected one of " + String.join(", ", names()));
    }
    return augmentation;
  }

  /**
   * Returns the kinds of change that this has, by name, each alone and done to every picture, the
   * strength still at random up to that of this augmentation; last all of them together, as they
   * are here.
   */
  public Map<String, Augmentation> kinds() {
    Map<String, Augmentation> kinds = new LinkedHashMap<>();
    kinds.put("place", new Augmentation(shift, zoom, rotation, flip, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    kinds.put("light", new Augmentation(0, 0, 0, 0, brightness, contrast, gamma, 0, 0, 0, 0, 0, 0));
    kinds.put("colour", new Augmentation(0, 0, 0, 0, 0, 0, 0, tint, grey, 0, 0, 0, 0));
    kinds.put("blur", new Augmentation(0, 0, 0, 0, 0, 0, 0, 0, 0, whether(blur), 0, 0, 0));
    kinds.put("noise", new Augmentation(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, whether(noisy), noise, 0));
    kinds.put("covered", new Augmentation(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, whether(erase)));
    kinds.values().removeIf(NONE::equals);
    kinds.put("all", this);
    return kinds;
  }

  private static double whether(double probability) {
    return probability > 0 ? 1 : 0;
  }

  /** Returns the same with another probability of erasing. */
  public Augmentation erasing(double probability) {
    return new Augmentation(
        shift,
        zoom,
        rotation,
        flip,
        brightness,
        contrast,
        gamma,
        tint,
        grey,
        blur,
        noisy,
        noise,
        probability);
  }
}
