// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import dev.mien.trainer.augment.Augmentation;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.data.Imbalance;
import dev.mien.trainer.data.Part;
import dev.mien.trainer.method.Method;
import dev.mien.trainer.method.ViewTransform;
import dev.mien.trainer.network.Backbone;
import dev.mien.trainer.network.Precision;
import java.util.List;
import java.util.Locale;

/**
 * Everything that decides what a run learns, besides the data.
 *
 * @param backbone name of the network
 * @param method what is minimised
 * @param transform how the other view of a picture is made
 * @param alignedMaps whether maps of mirror images are compared where they show the same place of
 *     the picture, {@link dev.mien.trainer.network.Backbone#mirrorShift}; else column by column
 * @param pairsFrom first epoch, from 0, with the other views; before, each picture is seen alone
 * @param augmentation how pictures are changed
 * @param targets what is told about a picture
 * @param imbalanceFactor of the subset that is learned from (section 4.4), 0 for all pictures
 * @param epochs how often every picture is seen
 * @param batch pictures, or pairs, in a step
 * @param together pictures, other views counted, that go through the network at once, 0 for the
 *     whole batch: a matter of speed only, and left alone where a network normalises batches
 * @param learningRate of Adam in the first epoch
 * @param headRate learning rate of the classifier, in multiples of the others'
 * @param decay of the learning rate after each epoch
 * @param warmUpSteps steps over which the learning rate rises from 0
 * @param weightDecay of Adam
 * @param lambdaWarmUp epochs over which the weight of the consistency rises from 0, once there are
 *     other views
 * @param clip largest length of the gradient, 0 for any
 * @param average share that the average of the weights keeps in a step, 0 for no average
 * @param fitPrior whether the classifier's bias takes in as much of the frequencies of the classes
 *     as does best on the validation part (Menon et al. 2021, after training)
 * @param freeze stages that stay as they are; if they are the first ones, what they give is kept in
 *     a file
 * @param versions how many augmented versions of a picture that file has; 0 for no file
 * @param precision of the planes
 * @param seed of everything that is random
 */
public record TrainConfig(
    String backbone,
    Method method,
    ViewTransform.Kind transform,
    boolean alignedMaps,
    int pairsFrom,
    Augmentation augmentation,
    Targets targets,
    double imbalanceFactor,
    int epochs,
    int batch,
    int together,
    double learningRate,
    double headRate,
    double decay,
    int warmUpSteps,
    double weightDecay,
    double lambdaWarmUp,
    double clip,
    double average,
    boolean fitPrior,
    List<String> freeze,
    int versions,
    Precision precision,
    long seed) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming what does not fit
   */
  public TrainConfig {
    freeze = List.copyOf(freeze);
    check("epochs", epochs, epochs >= 1, "at least 1");
    check("batch", batch, batch >= 1, "at least 1");
    check("together", together, together >= 0, "at least 0");
    check("learning rate", learningRate, learningRate > 0, "over 0");
    check("head rate", headRate, headRate > 0, "over 0");
    check("decay", decay, decay > 0 && decay <= 1, "over 0 to 1");
    check("warm-up steps", warmUpSteps, warmUpSteps >= 0, "at least 0");
    check("weight decay", weightDecay, weightDecay >= 0, "at least 0");
    check("lambda warm-up", lambdaWarmUp, lambdaWarmUp >= 0, "at least 0 epochs");
    check("clip", clip, clip >= 0, "at least 0");
    check("average", average, average >= 0 && average < 1, "at least 0 and below 1");
    check("versions", versions, versions >= 0, "at least 0");
    check("pairs from", pairsFrom, pairsFrom >= 0, "an epoch, from 0");
    check(
        "imbalance factor",
        imbalanceFactor,
        imbalanceFactor == 0 || (imbalanceFactor >= 1 && Double.isFinite(imbalanceFactor)),
        "at least 1, or 0 for all pictures");
    if (targets == Targets.ALL && imbalanceFactor != 0) {
      throw new IllegalArgumentException(
          "an imbalance factor counts labels, which pictures without a majority lack:"
              + " say --targets votes");
    }
  }

  private static void check(String name, double value, boolean fits, String expected) {
    if (!fits) {
      String shown =
          value == Math.rint(value)
              ? String.format(Locale.ROOT, "%.0f", value)
              : Double.toString(value);
      throw new IllegalArgumentException(name + " is " + shown + ", expected " + expected);
    }
  }

  /** Returns the settings of the paper, for the backbone that the product uses. */
  public static TrainConfig defaults() {
    return new TrainConfig(
        "mobilefacenet",
        Method.named(Method.DEFAULT),
        ViewTransform.Kind.FLIP,
        true,
        0,
        Augmentation.named("moderate"),
        Targets.MAJORITY,
        0,
        60,
        32,
        16,
        1e-4,
        1,
        0.9,
        0,
        1e-4,
        0,
        0,
        0,
        false,
        List.of(),
        4,
        Precision.SINGLE,
        1);
  }

  /** Returns the faces of a set that such a run learns from. */
  public int[] learnedFrom(FaceSet faces) {
    return imbalanceFactor == 0
        ? learnable(faces)
        : Imbalance.subset(faces, Part.TRAIN, imbalanceFactor, seed);
  }

  /** Returns the faces that any imbalance factor may choose from. */
  int[] learnable(FaceSet faces) {
    return targets == Targets.ALL
        ? faces.indices(Part.TRAIN, Part.UNDECIDED)
        : faces.indices(Part.TRAIN);
  }

  /** Returns the learning rate of a step. */
  double learningRate(int epoch, long step) {
    double warm = step < warmUpSteps ? (step + 1.0) / warmUpSteps : 1;
    return learningRate * Math.pow(decay, epoch) * warm;
  }

  /** Returns how many pictures go through the network at once where nothing is learned. */
  int atOnce() {
    return together == 0 ? batch : together;
  }

  /** Returns how much of lambda counts, from 0 to 1, so many epochs after the start of the run. */
  double warmth(double epochs) {
    double paired = Math.max(0, epochs - pairsFrom);
    return lambdaWarmUp == 0 ? 1 : Math.min(1, paired / lambdaWarmUp);
  }

  /** Returns how the other view of a picture is made for a network. */
  ViewTransform transformFor(Backbone network) {
    int shift = alignedMaps ? network.mirrorShift() : 0;
    return ViewTransform.of(transform, network.preprocessing(), shift);
  }

  /** Returns how many of a network's first stages are frozen: what these give can be stored. */
  public int frozenFirst(Backbone network) {
    return (int)
        network.stages().stream().takeWhile(stage -> freeze.contains(stage.name())).count();
  }

  /** Returns whether pictures have a second view in an epoch. */
  boolean paired(int epoch) {
    return method.paired() && epoch >= pairsFrom;
  }

  /** Returns the same for another number of epochs, and of pictures together. */
  public TrainConfig as(int number, int pictures) {
    return new TrainConfig(
        backbone,
        method,
        transform,
        alignedMaps,
        pairsFrom,
        augmentation,
        targets,
        imbalanceFactor,
        number,
        batch,
        pictures,
        learningRate,
        headRate,
        decay,
        warmUpSteps,
        weightDecay,
        lambdaWarmUp,
        clip,
        average,
        fitPrior,
        freeze,
        versions,
        precision,
        seed);
  }
}
