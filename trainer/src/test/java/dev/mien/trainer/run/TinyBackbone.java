// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import dev.mien.classifier.model.Preprocessing;
import dev.mien.trainer.network.Backbone;
import dev.mien.trainer.network.Conv;
import dev.mien.trainer.network.Graph;
import dev.mien.trainer.network.Stage;
import java.util.List;

/** Two convolutions. */
final class TinyBackbone implements Backbone {

  static final int SIDE = 8;

  @Override
  public String name() {
    return "tiny";
  }

  @Override
  public Preprocessing preprocessing() {
    return Preprocessing.parse("N x 3 x 8 x 8, RGB, (x - 127.5) / 128");
  }

  @Override
  public List<Stage> stages() {
    return List.of(new Layer("one", Conv.of(3, 6, 3, 2)), new Layer("two", Conv.of(6, 6, 3, 1)));
  }

  @Override
  public int features() {
    return 6;
  }

  @Override
  public int mirrorShift() {
    return 0;
  }

  private record Layer(String name, Conv conv) implements Stage {
    @Override
    public <T> T apply(Graph<T> graph, T input) {
      return graph.relu(graph.conv(name + ".conv", input, conv));
    }
  }
}
