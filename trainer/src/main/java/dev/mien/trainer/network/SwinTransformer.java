// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.network;

import dev.mien.classifier.model.Preprocessing;
import java.util.List;

/**
 * Swin-T (Liu et al. 2021) at 224x224, with the names of torchvision. Between the stages a value is
 * N x height x width x channels; the last one makes planes of it, 768 x 7 x 7.
 */
final class SwinTransformer implements Backbone {

  private static final int WIDTH = 96;
  private static final int FEATURES = 8 * WIDTH;

  @Override
  public String name() {
    return "swin-t";
  }

  @Override
  public Preprocessing preprocessing() {
    return Preprocessing.parse(IMAGENET);
  }

  @Override
  public List<Stage> stages() {
    return List.of(
        new Patches(),
        new Layer("stage1", 1, 2, 56, WIDTH),
        new Layer("stage2", 3, 2, 28, 2 * WIDTH),
        new Layer("stage3", 5, 6, 14, 4 * WIDTH),
        new Layer("stage4", 7, 2, 7, FEATURES));
  }

  @Override
  public int features() {
    return FEATURES;
  }

  @Override
  public int mirrorShift() {
    return 0;
  }

  /** Every 4x4 pixels become one token. */
  private record Patches() implements Stage {
    @Override
    public String name() {
      return "stem";
    }

    @Override
    public <T> T apply(Graph<T> graph, T input) {
      T planes = graph.conv("features.0.0", input, new Conv(3, WIDTH, 4, 4, 0, 0, 1, true));
      return graph.layerNorm("features.0.2", graph.permute(planes, 0, 2, 3, 1), WIDTH);
    }
  }

  /**
   * Blocks over windows that lie straight and shifted by turns.
   *
   * @param name of the stage
   * @param number of the blocks in torchvision; what merges the tokens before them is one less
   * @param depth how many blocks
   * @param side tokens in a row and in a column
   * @param channels of a token
   */
  private record Layer(String name, int number, int depth, int side, int channels)
      implements Stage {
    @Override
    public <T> T apply(Graph<T> graph, T input) {
      T tokens = number == 1 ? input : merged(graph, input);
      for (int i = 0; i < depth; i++) {
        SwinBlock block = new SwinBlock("features." + number + "." + i, side, channels, i % 2 == 1);
        tokens = block.apply(graph, tokens);
      }
      return channels < FEATURES
          ? tokens
          : graph.permute(graph.layerNorm("norm", tokens, FEATURES), 0, 3, 1, 2);
    }

    /** Four neighbours become one token: first down, then to the right. */
    private <T> T merged(Graph<T> graph, T input) {
      String prefix = "features." + (number - 1);
      int before = channels / 2;
      T parts = graph.reshape(input, -1, side, 2, side, 2, before);
      parts = graph.permute(parts, 0, 1, 3, 4, 2, 5);
      T tokens = graph.reshape(parts, -1, side, side, 4L * before);
      tokens = graph.layerNorm(prefix + ".norm", tokens, 4 * before);
      return SwinBlock.product(prefix + ".reduction", graph, tokens, 4 * before, channels);
    }
  }
}
