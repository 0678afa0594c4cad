// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mien.detector.onnx.OnnxNetwork;
import dev.mien.trainer.export.OnnxNodes.Value;
import dev.mien.trainer.network.Conv;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What the written graphs compute, worked out by hand. */
class OnnxGraphTest {

  private static final float[] PICTURE = {1, -2, 3, -4};

  private final Map<String, float[]> parameters = new HashMap<>();
  private final OnnxNodes nodes = new OnnxNodes("test");
  private final OnnxGraph graph = new OnnxGraph(nodes, parameters::get);
  private final Value input = nodes.input("input", "N", "1", "2", "2");

  @Test
  void zerosArePaddedWhereTheConvolutionSays() throws IOException {
    parameters.put("c.weight", new float[] {1, 10, 100, 1000});
    Conv conv = new Conv(1, 1, 2, 2, 0, 1, 1, false);

    float[] below = run(graph.conv("c", input, conv));

    assertThat(below).as("the window fits once").containsExactly(1 - 20 + 300 - 4000);
  }

  @Test
  void zerosBeforeMoveTheWindow() throws IOException {
    parameters.put("c.weight", new float[] {1, 10, 100, 1000});

    float[] above = run(graph.conv("c", input, new Conv(1, 1, 2, 2, 1, 0, 1, false)));

    assertThat(above).as("only its last corner sees the picture").containsExactly(1000);
  }

  @Test
  void aNormalisationBecomesPartOfTheConvolution() throws IOException {
    parameters.put("c.weight", new float[] {2});
    parameters.put("c.bias", new float[] {1});
    norm("n", 3, 5, 2, 4 - 1e-5f);
    Value plain = graph.conv("c", input, Conv.of(1, 1, 1, 1));

    Value normalised = graph.batchNorm("n", plain, 1);

    // (2 x + 1 - 2) / 2 * 3 + 5
    assertThat(run(normalised)).containsExactly(new float[] {6.5f, -2.5f, 12.5f, -8.5f}, close());
    assertThat(text()).doesNotContain("c.weight").contains("n.weight");
  }

  @Test
  void aConvolutionThatIsAlsoUsedBareStays() throws IOException {
    parameters.put("c.weight", new float[] {2});
    norm("n", 1, 0, 0, 1 - 1e-5f);
    Value plain = graph.conv("c", input, Conv.of(1, 1, 1, 1).withoutBias());

    Value sum = graph.add(plain, graph.batchNorm("n", plain, 1));

    assertThat(run(sum)).containsExactly(new float[] {4, -8, 12, -16}, close());
  }

  @Test
  void aNormalisationStandsAloneBehindAnythingElse() throws IOException {
    norm("n", 3, 5, 2, 4 - 1e-5f);

    float[] normalised = run(graph.batchNorm("n", graph.relu(input), 1));

    assertThat(normalised).containsExactly(new float[] {3.5f, 2, 6.5f, 2}, close());
  }

  @Test
  void negativeNumbersAreMultipliedByTheSlope() throws IOException {
    parameters.put("p", new float[] {0.25f});

    assertThat(run(graph.prelu("p", input, 1))).containsExactly(1, -0.5f, 3, -1);
  }

  @Test
  void rectifiersCut() throws IOException {
    parameters.put("c.weight", new float[] {3});
    Value tripled = graph.conv("c", input, Conv.of(1, 1, 1, 1).withoutBias());

    assertThat(run(graph.relu6(graph.relu(tripled)))).containsExactly(3, 0, 6, 0);
  }

  @Test
  void meansGoThroughTheMatrix() throws IOException {
    parameters.put("l.weight", new float[] {2, -4});
    parameters.put("l.bias", new float[] {1, 0});

    Value row = graph.linear("l", graph.globalAveragePool(input), 1, 2);

    nodes.output("out", row, "N", "2");
    assertThat(run()).containsExactly(2 * -0.5f + 1, -4 * -0.5f);
  }

  @Test
  void theSameMatrixMakesMaps() throws IOException {
    parameters.put("l.weight", new float[] {2, -4});

    nodes.output("out", graph.linearMaps("l", input, 1, 2), "N", "2", "2", "2");

    assertThat(run()).containsExactly(2, -4, 6, -8, -4, 8, -12, 16);
  }

  @Test
  void theLargestOfAWindowIsTaken() throws IOException {
    float[] pooled = run(graph.maxPool(input, 3, 2, 1));

    assertThat(pooled).containsExactly(3);
  }

  private void norm(String name, float weight, float bias, float mean, float variance) {
    parameters.put(name + ".weight", new float[] {weight});
    parameters.put(name + ".bias", new float[] {bias});
    parameters.put(name + ".running_mean", new float[] {mean});
    parameters.put(name + ".running_var", new float[] {variance});
  }

  private float[] run(Value output) throws IOException {
    nodes.output("out", output, "N", "1", "h", "w");
    return run();
  }

  private float[] run() throws IOException {
    try (OnnxNetwork network = OnnxNetwork.open(nodes.model(Map.of()), 1)) {
      return network.run(FloatBuffer.wrap(PICTURE), 1, 1, 2, 2).of("out");
    }
  }

  private String text() {
    return new String(nodes.model(Map.of()), StandardCharsets.ISO_8859_1);
  }

  private static Offset<Float> close() {
    return within(1e-5f);
  }
}
