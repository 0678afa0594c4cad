// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.network;

import java.util.List;

/**
 * A backbone and the linear classifier behind it, whose weights also turn the feature planes into
 * one attention map for each class (equation 2 of the paper).
 *
 * @param backbone that makes features
 * @param classes how many there are
 */
public record ExpressionNetwork(Backbone backbone, int classes) {

  /** Stage of the classifier's weights; it cannot be frozen. */
  public static final String HEAD = "classifier";

  /**
   * Checks the number of classes.
   *
   * @throws IllegalArgumentException if there are fewer than two
   */
  public ExpressionNetwork {
    if (classes < 2) {
      throw new IllegalArgumentException(classes + " classes, expected at least 2");
    }
  }

  /**
   * What comes out.
   *
   * @param logits N x classes
   * @param attention N x classes x h x w; the mean of a map is its logit less the bias
   * @param <T> as in {@link Graph}
   */
  public record Output<T>(T logits, T attention) {}

  /**
   * Applies everything to pictures, N x 3 x H x W in the form of {@link Backbone#preprocessing}.
   */
  public <T> Output<T> apply(Graph<T> graph, T pictures) {
    return applyFrom(0, graph, pictures);
  }

  /**
   * Applies what follows on the first stages.
   *
   * @param first index of the first stage to apply, as many as there are stages for the head alone
   * @param input what {@link #features} gave
   */
  public <T> Output<T> applyFrom(int first, Graph<T> graph, T input) {
    int last = backbone.stages().size();
    return head(graph, features(first, last, graph, input));
  }

  /** Applies the stages from an index to one before another. */
  public <T> T features(int from, int to, Graph<T> graph, T input) {
    T value = input;
    for (Stage stage : backbone.stages().subList(from, to)) {
      value = stage.apply(graph, value);
    }
    return value;
  }

  /** Lists what the network keeps, in the order of the data. */
  public List<Weight> weights() {
    Listing listing = new Listing();
    for (Stage stage : backbone.stages()) {
      listing.enter(stage.name());
      stage.apply(listing, Listing.Nothing.NOTHING);
    }
    listing.enter(HEAD);
    head(listing, Listing.Nothing.NOTHING);
    return listing.weights();
  }

  private <T> Output<T> head(Graph<T> graph, T planes) {
    int features = backbone.features();
    T attention = graph.linearMaps(HEAD, planes, features, classes);
    T logits = graph.linear(HEAD, graph.globalAveragePool(planes), features, classes);
    return new Output<>(logits, attention);
  }
}
