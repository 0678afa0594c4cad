// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.network;

import dev.mien.classifier.model.Preprocessing;
import java.util.List;

/**
 * MobileFaceNet up to its last planes, 512 x 7 x 7, without the layers that make an identity of
 * them (Chen et al. 2018). Batch normalisation is folded into the convolutions, and padding is as
 * in TensorFlow: a convolution of stride 2 pads below and to the right only.
 */
public final class MobileFaceNet implements Backbone {

  private static final int FEATURES = 512;

  @Override
  public String name() {
    return "mobilefacenet";
  }

  @Override
  public Preprocessing preprocessing() {
    return Preprocessing.parse("N x 3 x 112 x 112, RGB, (x - 127.5) / 128");
  }

  @Override
  public List<Stage> stages() {
    return List.of(
        new Stem(),
        new Bottlenecks("stage1", 64, 64, List.of(128, 128, 128, 128, 128)),
        new Bottlenecks("stage2", 64, 128, List.of(256, 256, 256, 256, 256, 256, 256)),
        new Bottlenecks("stage3", 128, 128, List.of(512, 256, 256)),
        new Expand());
  }

  @Override
  public int features() {
    return FEATURES;
  }

  /** Four layers pad at the end: 15 of 16 pixels. */
  @Override
  public int mirrorShift() {
    return 1;
  }

  /** Pictures become 64 planes of half the side. */
  private record Stem() implements Stage {
    @Override
    public String name() {
      return "stem";
    }

    @Override
    public <T> T apply(Graph<T> graph, T input) {
      T planes = convPrelu("stem.conv", graph, input, Conv.of(3, 64, 3, 2).padded(0, 1));
      planes = convPrelu("stem.dw", graph, planes, Conv.of(64, 64, 3, 1).depthwise());
      return graph.conv("stem.project", planes, Conv.of(64, 64, 1, 1));
    }
  }

  /**
   * Inverted bottlenecks, the first of which halves the side.
   *
   * @param name of the stage
   * @param inputs planes that come in
   * @param outputs planes that go out
   * @param widths planes inside each bottleneck
   */
  private record Bottlenecks(String name, int inputs, int outputs, List<Integer> widths)
      implements Stage {
    @Override
    public <T> T apply(Graph<T> graph, T input) {
      T planes = bottleneck(0, inputs, 2, graph, input);
      for (int block = 1; block < widths.size(); block++) {
        planes = graph.add(planes, bottleneck(block, outputs, 1, graph, planes));
      }
      return planes;
    }

    private <T> T bottleneck(int block, int channels, int stride, Graph<T> graph, T input) {
      String prefix = name + ".block" + block;
      int width = widths.get(block);
      Conv dw = Conv.of(width, width, 3, stride).depthwise();
      T planes = convPrelu(prefix + ".expand", graph, input, Conv.of(channels, width, 1, 1));
      planes = convPrelu(prefix + ".dw", graph, planes, stride == 2 ? dw.padded(0, 1) : dw);
      return graph.conv(prefix + ".project", planes, Conv.of(width, outputs, 1, 1));
    }
  }

  /** The last planes. */
  private record Expand() implements Stage {
    @Override
    public String name() {
      return "expand";
    }

    @Override
    public <T> T apply(Graph<T> graph, T input) {
      return convPrelu("head.expand", graph, input, Conv.of(128, FEATURES, 1, 1));
    }
  }

  private static <T> T convPrelu(String name, Graph<T> graph, T input, Conv conv) {
    return graph.prelu(name + ".prelu", graph.conv(name, input, conv), conv.outputs());
  }
}
