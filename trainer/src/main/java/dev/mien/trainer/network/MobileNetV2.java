// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.network;

import dev.mien.classifier.model.Preprocessing;
import java.util.List;

/** MobileNetV2 (Sandler et al. 2018) of width 1, with the names of torchvision. */
final class MobileNetV2 implements Backbone {

  private static final int FEATURES = 1280;

  @Override
  public String name() {
    return "mobilenetv2";
  }

  @Override
  public Preprocessing preprocessing() {
    return Preprocessing.parse(IMAGENET);
  }

  @Override
  public List<Stage> stages() {
    return List.of(
        new Ends("stem", "features.0", Conv.of(3, 32, 3, 2)),
        new Bottlenecks("stage1", 1, 1, 32, 16, 1, 1),
        new Bottlenecks("stage2", 2, 2, 16, 24, 6, 2),
        new Bottlenecks("stage3", 4, 3, 24, 32, 6, 2),
        new Bottlenecks("stage4", 7, 4, 32, 64, 6, 2),
        new Bottlenecks("stage5", 11, 3, 64, 96, 6, 1),
        new Bottlenecks("stage6", 14, 3, 96, 160, 6, 2),
        new Bottlenecks("stage7", 17, 1, 160, 320, 6, 1),
        new Ends("last", "features.18", Conv.of(320, FEATURES, 1, 1)));
  }

  @Override
  public int features() {
    return FEATURES;
  }

  /** Five layers pad at the start: 31 of 32 pixels. */
  @Override
  public int mirrorShift() {
    return -1;
  }

  /** One convolution, at either end. */
  private record Ends(String name, String prefix, Conv conv) implements Stage {
    @Override
    public <T> T apply(Graph<T> graph, T input) {
      return convNormRelu(prefix, graph, input, conv);
    }
  }

  /**
   * Inverted bottlenecks.
   *
   * @param name of the stage
   * @param first number of its first block
   * @param depth how many blocks
   * @param inputs planes that come in
   * @param outputs planes that go out
   * @param expansion of the planes inside a block
   * @param stride of the first block
   */
  private record Bottlenecks(
      String name, int first, int depth, int inputs, int outputs, int expansion, int stride)
      implements Stage {
    @Override
    public <T> T apply(Graph<T> graph, T input) {
      T planes = bottleneck(first, inputs, stride, graph, input);
      for (int block = first + 1; block < first + depth; block++) {
        planes = graph.add(planes, bottleneck(block, outputs, 1, graph, planes));
      }
      return planes;
    }

    private <T> T bottleneck(int block, int channels, int step, Graph<T> graph, T input) {
      String prefix = "features." + block + ".conv.";
      int width = channels * expansion;
      int part = 0;
      T planes = input;
      if (expansion > 1) {
        planes = convNormRelu(prefix + part++, graph, planes, Conv.of(channels, width, 1, 1));
      }
      Conv each = Conv.of(width, width, 3, step).depthwise();
      planes = convNormRelu(prefix + part++, graph, planes, each);
      planes = graph.conv(prefix + part++, planes, Conv.of(width, outputs, 1, 1).withoutBias());
      return graph.batchNorm(prefix + part, planes, outputs);
    }
  }

  private static <T> T convNormRelu(String prefix, Graph<T> graph, T input, Conv conv) {
    T planes = graph.conv(prefix + ".0", input, conv.withoutBias());
    return graph.relu6(graph.batchNorm(prefix + ".1", planes, conv.outputs()));
  }
}
