// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.mien.detector.mtcnn.Mtcnn;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OnnxNetworkTest {

  @Test
  void theProposalNetworkTakesAnySize() throws IOException {
    try (OnnxNetwork pnet = OnnxNetwork.open(Mtcnn.class, "pnet.onnx", 1)) {
      Outputs smallest = pnet.run(noise(3 * 12 * 12), 1, 3, 12, 12);
      Outputs odd = pnet.run(noise(3 * 31 * 20), 1, 3, 31, 20);

      assertThat(smallest.of("score")).hasSize(1);
      assertThat(smallest.of("offsets")).hasSize(4);
      assertThat(odd.of("score")).hasSize(11 * 5);
      assertThat(odd.of("offsets")).hasSize(4 * 11 * 5);
    }
  }

  @Test
  void theOutputNetworkGivesScoresOffsetsAndLandmarks() throws IOException {
    try (OnnxNetwork onet = OnnxNetwork.open(Mtcnn.class, "onet.onnx", 1)) {
      Outputs outputs = onet.run(noise(5 * 3 * 48 * 48), 5, 3, 48, 48);

      assertThat(outputs.of("score")).hasSize(5);
      assertThat(outputs.of("offsets")).hasSize(20);
      assertThat(outputs.of("landmarks")).hasSize(50);
    }
  }

  @Test
  void aPictureScoresTheSameInEveryBatch() throws IOException {
    try (OnnxNetwork rnet = OnnxNetwork.open(Mtcnn.class, "rnet.onnx", 1)) {
      FloatBuffer batch = noise(7 * 3 * 24 * 24);
      int picture = 3 * 24 * 24;

      float[] together = rnet.run(batch, 7, 3, 24, 24).of("score");

      for (int i = 0; i < 7; i++) {
        float[] alone = rnet.run(batch.slice(i * picture, picture), 1, 3, 24, 24).of("score");
        assertThat(alone[0]).isCloseTo(together[i], within(1e-5f));
      }
    }
  }

  @Test
  void namesTheOutputsThatThereAre() throws IOException {
    try (OnnxNetwork rnet = OnnxNetwork.open(Mtcnn.class, "rnet.onnx", 1)) {
      Outputs outputs = rnet.run(noise(3 * 24 * 24), 1, 3, 24, 24);

      assertThatIllegalArgumentException()
          .isThrownBy(() -> outputs.of("landmarks"))
          .withMessageContaining("no output 'landmarks'")
          .withMessageContaining("offsets");
    }
  }

  @Test
  void refusesInputOfAnotherShape() throws IOException {
    try (OnnxNetwork rnet = OnnxNetwork.open(Mtcnn.class, "rnet.onnx", 1)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> rnet.run(noise(3 * 25 * 24), 1, 3, 25, 24))
          .withMessageContaining("25");
    }
  }

  @Test
  void namesTheMissingResource() {
    assertThatExceptionOfType(FileNotFoundException.class)
        .isThrownBy(() -> OnnxNetwork.open(Mtcnn.class, "qnet.onnx", 1))
        .withMessageContaining("qnet.onnx");
  }

  @Test
  void refusesWhatIsNoNetwork() {
    byte[] text = "no network".getBytes(StandardCharsets.UTF_8);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> OnnxNetwork.open(text, 1))
        .withMessageContaining("no network for ONNX Runtime");
  }

  private static FloatBuffer noise(int count) {
    FloatBuffer values =
        ByteBuffer.allocateDirect(Float.BYTES * count)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    Random random = new Random(7);
    while (values.hasRemaining()) {
      values.put(random.nextFloat() * 2 - 1);
    }
    return values.flip();
  }
}
