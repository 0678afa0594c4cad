// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.method;

import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The training loss, equation 6, over a batch of pictures and their other views. */
public final class Loss {

  private final Method method;
  private final ViewTransform transform;
  private final AttentionConsistency consistency;
  private final SmoothLabels smooth;
  private final double[] weights;
  private final double[] adjustment;

  /**
   * Makes the loss of a training set.
   *
   * @param counts training pictures of each class, at least 1
   * @throws IllegalArgumentException naming a class without pictures
   */
  public Loss(Method method, ViewTransform transform, int[] counts) {
    this.method = method;
    this.transform = transform;
    ClassBalance balance = ClassBalance.of(method.classWeights(), counts, method.beta());
    ClassBalance maps =
        method.rebalanced() ? balance : ClassBalance.of(ClassWeights.NONE, counts, 0);
    this.consistency =
        method.insideSquare()
            ? AttentionConsistency.insideSquare(maps)
            : AttentionConsistency.outsideSquare(maps);
    this.smooth =
        new SmoothLabels(balance, method.smooth() ? method.alpha() : 0, method.smoothing());
    this.weights = balance.weights();
    double total = Arrays.stream(counts).sum();
    this.adjustment =
        Arrays.stream(counts).mapToDouble(n -> method.tau() * Math.log(n / total)).toArray();
  }

  /**
   * The loss and its parts, scalars.
   *
   * @param total what is minimised
   * @param classification l_cls of equation 1
   * @param consistency l_cons of equation 5, without lambda; 0 where it is not asked for
   */
  public record Parts(Tensor total, Tensor classification, Tensor consistency) {}

  /**
   * Returns the target of a picture for a label or a distribution over the labels. Where the method
   * weighs pictures, the whole target is multiplied with B of the label.
   */
  public float[] target(float[] label) {
    float[] target = smooth.of(label);
    if (method.weightedLoss()) {
      double weight = weight(label);
      for (int l = 0; l < target.length; l++) {
        target[l] *= (float) weight;
      }
    }
    return target;
  }

  private double weight(float[] label) {
    double weight = 0;
    for (int l = 0; l < label.length; l++) {
      weight += weights[l] * label[l];
    }
    return weight;
  }

  /**
   * Returns the loss of a batch. The tensors belong to the caller's scope.
   *
   * @param logits N x L; with two views 2N x L, those of the other views last
   * @param attention maps in the same order, x h x w
   * @param targets N x L, of {@link #target}
   * @param warmth of the consistency's weight, from 0 to 1
   */
  public Parts of(Tensor logits, Tensor attention, Tensor targets, double warmth) {
    long n = targets.size(0);
    boolean paired = logits.size(0) > n;
    Tensor classified = classification(logits.narrow(0, 0, n), targets);
    if (method.bothViews()) {
      // A picture that comes alone stands for both views, so that pairs do not change the scale.
      Tensor second = paired ? classification(logits.narrow(0, n, n), targets) : classified;
      classified = classified.add(second);
    }
    if (!(paired && method.consistency())) {
      return new Parts(classified, classified, torch.zeros(new long[0], logits.options()));
    }
    Tensor other = transform.back(attention.narrow(0, n, n));
    Tensor consistent = consistency.of(transform.shared(attention.narrow(0, 0, n)), other);
    Tensor total = classified.add(consistent, new Scalar(method.lambda() * warmth));
    return new Parts(total, classified, consistent);
  }

  /** The cross-entropy of one view, equation 7. */
  private Tensor classification(Tensor logits, Tensor targets) {
    Tensor adjusted = method.tau() > 0 ? logits.add(Constant.of(adjustment, logits)) : logits;
    return targets.mul(adjusted.log_softmax(1)).sum(1).mean().neg();
  }
}
