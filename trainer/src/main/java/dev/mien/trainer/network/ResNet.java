// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.network;

import dev.mien.classifier.model.Preprocessing;
import java.util.List;

/**
 * Residual networks (He et al. 2016), with the names of torchvision and, in the bottlenecks, its
 * stride at the 3x3 convolution.
 */
final class ResNet implements Backbone {

  private final String name;
  private final List<Integer> depths;
  private final boolean bottlenecks;

  private ResNet(String name, List<Integer> depths, boolean bottlenecks) {
    this.name = name;
    this.depths = depths;
    this.bottlenecks = bottlenecks;
  }

  /** Returns the one of 18 layers: 512 planes. */
  public static ResNet of18() {
    return new ResNet("resnet18", List.of(2, 2, 2, 2), false);
  }

  /** Returns the one of 50 layers: 2048 planes. */
  public static ResNet of50() {
    return new ResNet("resnet50", List.of(3, 4, 6, 3), true);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Preprocessing preprocessing() {
    return Preprocessing.parse(IMAGENET);
  }

  @Override
  public List<Stage> stages() {
    return List.of(new Stem(), layer(1), layer(2), layer(3), layer(4));
  }

  @Override
  public int features() {
    return 512 * expansion();
  }

  /** Five layers pad at the start: 31 of 32 pixels. */
  @Override
  public int mirrorShift() {
    return -1;
  }

  private int expansion() {
    return bottlenecks ? 4 : 1;
  }

  private Layer layer(int number) {
    int width = 32 << number;
    int inputs = number == 1 ? 64 : width / 2 * expansion();
    int stride = number == 1 ? 1 : 2;
    return new Layer(
        "layer" + number, depths.get(number - 1), inputs, width, width * expansion(), stride);
  }

  /** Pictures become 64 planes of a quarter of the side. */
  private record Stem() implements Stage {
    @Override
    public String name() {
      return "stem";
    }

    @Override
    public <T> T apply(Graph<T> graph, T input) {
      T planes = convNorm("conv1", "bn1", graph, input, Conv.of(3, 64, 7, 2));
      return graph.maxPool(graph.relu(planes), 3, 2, 1);
    }
  }

  /**
   * Blocks, the first of which changes the shape.
   *
   * @param name of the stage
   * @param depth how many blocks
   * @param inputs planes that come in
   * @param width planes inside a block
   * @param outputs planes that go out
   * @param stride of the first block
   */
  private record Layer(String name, int depth, int inputs, int width, int outputs, int stride)
      implements Stage {
    @Override
    public <T> T apply(Graph<T> graph, T input) {
      T planes = block(name + ".0", inputs, stride, graph, input);
      for (int i = 1; i < depth; i++) {
        planes = block(name + "." + i, outputs, 1, graph, planes);
      }
      return planes;
    }

    private <T> T block(String prefix, int channels, int step, Graph<T> graph, T input) {
      boolean straight = channels == outputs && step == 1;
      T skipped =
          straight
              ? input
              : convNorm(
                  prefix + ".downsample.0",
                  prefix + ".downsample.1",
                  graph,
                  input,
                  Conv.of(channels, outputs, 1, step));
      T residual =
          width == outputs
              ? basic(prefix, channels, step, graph, input)
              : bottleneck(prefix, channels, step, graph, input);
      return graph.relu(graph.add(residual, skipped));
    }

    private <T> T basic(String prefix, int channels, int step, Graph<T> graph, T input) {
      T planes = numbered(1, prefix, graph, input, Conv.of(channels, width, 3, step));
      return numbered(2, prefix, graph, graph.relu(planes), Conv.of(width, outputs, 3, 1));
    }

    private <T> T bottleneck(String prefix, int channels, int step, Graph<T> graph, T input) {
      T planes = numbered(1, prefix, graph, input, Conv.of(channels, width, 1, 1));
      planes = numbered(2, prefix, graph, graph.relu(planes), Conv.of(width, width, 3, step));
      return numbered(3, prefix, graph, graph.relu(planes), Conv.of(width, outputs, 1, 1));
    }

    private static <T> T numbered(int number, String prefix, Graph<T> graph, T input, Conv conv) {
      return convNorm(prefix + ".conv" + number, prefix + ".bn" + number, graph, input, conv);
    }
  }

  private static <T> T convNorm(String conv, String norm, Graph<T> graph, T input, Conv shape) {
    return graph.batchNorm(norm, graph.conv(conv, input, shape.withoutBias()), shape.outputs());
  }
}
