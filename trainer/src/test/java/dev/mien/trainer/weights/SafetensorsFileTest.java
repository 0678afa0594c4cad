// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {

  @TempDir private Path folder;

  @Test
  void readsWhatItWrites() throws IOException {
    Path file = folder.resolve("weights.safetensors");
    StoredTensor matrix = new StoredTensor(List.of(2L, 3L), new float[] {1, 2, 3, -4, 5.5f, 6});
    StoredTensor number = new StoredTensor(List.of(), new float[] {7});

    new SafetensorsFile(Map.of("a.weight", matrix, "n", number), Map.of("epoch", "3")).write(file);

    SafetensorsFile read = SafetensorsFile.read(file);
    assertThat(read.metadata()).containsExactly(Map.entry("epoch", "3"));
    assertThat(read.tensors().keySet()).containsExactlyInAnyOrder("a.weight", "n");
    assertThat(tensor(read, "a.weight").shape()).containsExactly(2L, 3L);
    assertThat(tensor(read, "a.weight").values()).isEqualTo(matrix.values());
    assertThat(tensor(read, "n").shape()).isEmpty();
  }

  /** A header of 80 bytes makes a file that begins with the P of a zip file. */
  @Test
  void isNotTakenForAZipFileByItsFirstByte() throws IOException {
    String header = "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
    Path file = write(header + " ".repeat('P' - header.length()), new byte[4]);

    assertThat(Files.readAllBytes(file)[0]).isEqualTo((byte) 'P');
    assertThat(WeightsFile.read(file)).containsOnlyKeys("x");
  }

  @ParameterizedTest
  @CsvSource({
    "F32, 0000c03f000020c0",
    "BF16, c03f20c0",
    "F16, 003e00c1",
    "F64, 000000000000f83f00000000000004c0"
  })
  void readsNumbersOfEveryLength(String type, String hex) throws IOException {
    byte[] numbers = HexFormat.of().parseHex(hex);
    Path file =
        write(
            "{\"x\":{\"dtype\":\"%s\",\"shape\":[2],\"data_offsets\":[0,%d]}}"
                .formatted(type, numbers.length),
            numbers);

    StoredTensor tensor = tensor(SafetensorsFile.read(file), "x");

    assertThat(tensor.values().get(0)).isEqualTo(1.5f);
    assertThat(tensor.values().get(1)).isEqualTo(-2.5f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'x':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}} | x: 2 numbers do not fill",
        "{'x':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}} | tensor x",
        "{'x':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} | tensor x",
        "{'x':{'dtype':'U8','shape':[8],'data_offsets':[0,8]}} | numbers of the type 'U8'",
        "{'x':{'shape':[8]}} | numbers of the type ''",
        "{'x': | cannot be read"
      })
  void namesWhatIsWrongWithAFile(String header, String problem) throws IOException {
    Path file = write(header.replace('\'', '"'), new byte[8]);

    assertThatThrownBy(() -> SafetensorsFile.read(file))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(problem);
  }

  @Test
  void refusesWhatIsNoSuchFile() throws IOException {
    Path file = folder.resolve("weights.safetensors");
    Files.writeString(file, "PK");

    assertThatThrownBy(() -> SafetensorsFile.read(file))
        .hasMessageContaining("does not begin with the length of a header");
  }

  private static StoredTensor tensor(SafetensorsFile file, String name) {
    return Objects.requireNonNull(file.tensors().get(name));
  }

  private Path write(String header, byte[] numbers) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + text.length + numbers.length);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).put(text).put(numbers);
    return Files.write(folder.resolve("x.safetensors"), bytes.array());
  }
}
