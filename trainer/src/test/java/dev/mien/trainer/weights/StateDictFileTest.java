// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.runtime.StageFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateDictFileTest {

  /** Two numbers, 1.5 and -2.5, as floats. */
  private static final byte[] NUMBERS =
      ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(1.5f).putFloat(-2.5f).array();

  @TempDir private Path folder;

  /** The file is what torch.save of PyTorch 2.10 wrote. */
  @Test
  void readsWhatPyTorchWrote() throws URISyntaxException {
    URL file = Objects.requireNonNull(getClass().getResource("tiny.pth"));

    Map<String, StoredTensor> tensors = WeightsFile.read(Path.of(file.toURI()));

    assertThat(tensors.keySet())
        .containsExactly("module.weight", "module.bias", "module.turned", "module.half");
    assertThat(values(tensors, "module.weight")).isEqualTo(floats(1.5f, -2.5f));
    assertThat(values(tensors, "module.bias")).isEqualTo(floats(3, 4));
    assertThat(values(tensors, "module.turned")).isEqualTo(floats(0, 3, 1, 4, 2, 5));
    assertThat(values(tensors, "module.half")).isEqualTo(floats(0.5f, -3));
  }

  @Test
  void readsADictionaryOfOneTensor() throws IOException {
    Path file = file("}" + text("w") + tensor("FloatStorage", 2, 0, 2, 1) + "s.", NUMBERS);

    assertThat(values(WeightsFile.read(file), "w")).isEqualTo(floats(1.5f, -2.5f));
  }

  @Test
  void readsAParameterThatBeginsWithinItsStorage() throws IOException {
    String parameter =
        "ctorch._utils\n_rebuild_parameter\n(" + tensor("FloatStorage", 2, 1, 1, 1) + "\u0088}tR";
    Path file = file("}(" + text("w") + parameter + "u.", NUMBERS);

    assertThat(values(WeightsFile.read(file), "w")).isEqualTo(floats(-2.5f));
  }

  @Test
  void executesNothing() throws IOException {
    Path file = file("cos\nsystem\n(" + text("touch pwned") + "tR.", NUMBERS);

    assertThatThrownBy(() -> WeightsFile.read(file))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("'os.system'");
  }

  @ParameterizedTest
  @CsvSource({
    "FloatStorage, 2, 1, 2, 1, tensor w",
    "FloatStorage, 2, 0, 3, 1, no view of 2 numbers",
    "FloatStorage, 2, 0, 2, 9, tensor w",
    "FloatStorage, 900, 0, 900, 1, tensor w",
    "FloatStorage, 2, 0, 2, -1, tensor w",
    "FloatStorage, 2, 0, -6, 1, tensor w",
    "QInt8Storage, 2, 0, 2, 1, storage of the type 'QInt8Storage'",
    "Tensor, 2, 0, 2, 1, torch.Tensor"
  })
  void namesTensorsThatReachBeyondTheirStorage(
      String type, int stored, int offset, int length, int stride, String problem)
      throws IOException {
    Path file =
        file("}" + text("w") + tensor(type, stored, offset, length, stride) + "s.", NUMBERS);

    assertThatThrownBy(() -> WeightsFile.read(file))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "} | damaged",
        "}. | no tensors by name",
        "K\u0001. | no dictionary",
        "t. | damaged",
        "R. | damaged",
        "h\u0001. | damaged",
        "K\u0001K\u0002s. | damaged",
        "K\u0001}b. | attributes",
        "}}K\u0001s. | a dictionary or a list",
        "i. | 0x69",
        "X\u00ff\u00ff\u00ff\u00ff | damaged",
        "X\u0001\u0001\u0001\u0001. | damaged"
      })
  void namesDamage(String pickle, String problem) throws IOException {
    Path file = file(pickle, NUMBERS);

    assertThatThrownBy(() -> WeightsFile.read(file))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining(problem);
  }

  @Test
  void saysWhatToDoWithAnotherFormat() throws IOException {
    Path old = Files.write(folder.resolve("old.pth"), new byte[] {(byte) 0x80, 2});
    Path half = Files.writeString(folder.resolve("half.pth"), "PK");

    assertThatThrownBy(() -> WeightsFile.read(old)).hasMessageContaining("save it again");
    assertThatThrownBy(() -> WeightsFile.read(half)).hasMessageContaining("half.pth");
    assertThatThrownBy(() -> WeightsFile.read(folder.resolve("none")))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("none");
  }

  private static String tensor(String type, int stored, int offset, int length, int stride) {
    String storage =
        "("
            + text("storage")
            + "ctorch\n"
            + type
            + "\n"
            + text("0")
            + text("cpu")
            + number(stored)
            + "tQ";
    return "ctorch._utils\n_rebuild_tensor_v2\n("
        + storage
        + number(offset)
        + number(length)
        + "\u0085"
        + number(stride)
        + "\u0085\u0089}tR";
  }

  private static String text(String text) {
    return "\u008c" + (char) text.length() + text;
  }

  private static String number(int number) {
    ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number);
    return "J" + new String(bytes.array(), StandardCharsets.ISO_8859_1);
  }

  /** Writes a pickle, one character for a byte, and the numbers of the storage 0. */
  private Path file(String pickle, byte[] numbers) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
      zip.write(pickle.getBytes(StandardCharsets.ISO_8859_1));
      zip.putNextEntry(new ZipEntry("archive/data/0"));
      zip.write(numbers);
    }
    return Files.write(folder.resolve("weights.pth"), bytes.toByteArray());
  }

  private static FloatBuffer values(Map<String, StoredTensor> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name)).values();
  }

  private static FloatBuffer floats(float... values) {
    return FloatBuffer.wrap(values);
  }
}
