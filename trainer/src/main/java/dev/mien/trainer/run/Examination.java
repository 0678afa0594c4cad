// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.network.ExpressionNetwork;
import dev.mien.trainer.network.Parameters;
import dev.mien.trainer.network.TorchGraph;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Shows a network one part of the data, the pictures as they are. */
final class Examination implements AutoCloseable {

  private final ExpressionNetwork network;
  private final FaceSet faces;
  private final int[] chosen;
  private final Inputs inputs;
  private final Device device;
  private final int atOnce;

  /**
   * Makes one.
   *
   * @param atOnce pictures that go through the network at once
   */
  Examination(
      ExpressionNetwork network,
      FaceSet faces,
      int[] chosen,
      Inputs inputs,
      Device device,
      int atOnce) {
    this.network = network;
    this.faces = faces;
    this.chosen = chosen;
    this.inputs = inputs;
    this.device = device;
    this.atOnce = atOnce;
  }

  LabelledLogits of(Parameters parameters) {
    TorchGraph graph = TorchGraph.evaluating(parameters);
    float[][] logits = new float[chosen.length][];
    for (int from = 0; from < chosen.length; from += atOnce) {
      int[] some = Arrays.copyOfRange(chosen, from, Math.min(chosen.length, from + atOnce));
      float[] rows = logits(graph, some);
      for (int i = 0; i < some.length; i++) {
        int start = i * network.classes();
        logits[from + i] = Arrays.copyOfRange(rows, start, start + network.classes());
      }
    }
    int[] labels = Arrays.stream(chosen).map(faces::label).toArray();
    return new LabelledLogits(logits, labels, network.classes());
  }

  @SuppressWarnings("try") // the scope and the guard work by being there
  private float[] logits(TorchGraph graph, int[] some) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard();
        Tensor rows = inputs.of(some, 0, false)) {
      Tensor placed = rows.to(device, ScalarType.Float);
      Tensor logits = network.applyFrom(inputs.firstStage(), graph, placed).logits();
      float[] values = new float[some.length * network.classes()];
      logits.cpu().contiguous().data_ptr_float().get(values);
      return values;
    }
  }

  @Override
  public void close() {
    inputs.close();
  }
}
