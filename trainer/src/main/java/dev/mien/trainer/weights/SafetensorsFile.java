// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mien.runtime.FileProblem;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file in the safetensors format: the length of a header, the header in JSON, and numbers.
 *
 * @param tensors by name, in the file's order
 * @param metadata texts of the header
 */
public record SafetensorsFile(Map<String, StoredTensor> tensors, Map<String, String> metadata) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String METADATA = "__metadata__";
  private static final int MAX_HEADER = 100_000_000;

  /** Copies the maps. */
  public SafetensorsFile {
    tensors = new LinkedHashMap<>(tensors);
    metadata = new LinkedHashMap<>(metadata);
  }

  /**
   * Reads a file.
   *
   * @throws StageFailure naming the file and what is wrong with it
   */
  public static SafetensorsFile read(Path file) {
    return read(file, "weights file", "Give a file in the safetensors format");
  }

  /**
   * Reads a file of one kind.
   *
   * @param kind of the file, for the message
   * @param remedy a sentence without its point
   * @throws StageFailure naming the file, what is wrong with it and the remedy
   */
  public static SafetensorsFile read(Path file, String kind, String remedy) {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      return parse(bytes.order(ByteOrder.LITTLE_ENDIAN));
    } catch (IOException | IllegalArgumentException e) {
      throw new StageFailure(
          "%s %s cannot be read: %s. %s".formatted(kind, file, FileProblem.reason(e), remedy), e);
    }
  }

  /**
   * Writes a file; it appears as a whole or not at all.
   *
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    WholeFile.write(file, this::writeTo);
  }

  private void writeTo(FileChannel channel) throws IOException {
    byte[] header = header();
    ByteBuffer start = ByteBuffer.allocate(Long.BYTES + header.length);
    start.order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).put(header).flip();
    WholeFile.writeAll(channel, start);
    for (StoredTensor tensor : tensors.values()) {
      WholeFile.writeAll(channel, tensor.bytes(ByteOrder.LITTLE_ENDIAN));
    }
  }

  private static SafetensorsFile parse(ByteBuffer bytes) throws JsonProcessingException {
    long length = bytes.remaining() < Long.BYTES ? -1 : bytes.getLong();
    if (length < 2 || length > MAX_HEADER || length > bytes.remaining()) {
      throw new IllegalArgumentException("it does not begin with the length of a header");
    }
    byte[] header = new byte[(int) length];
    bytes.get(header);
    JsonNode root = JSON.readTree(new String(header, StandardCharsets.UTF_8));
    ByteBuffer numbers = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    root.path(METADATA)
        .properties()
        .forEach(text -> metadata.put(text.getKey(), text.getValue().asText()));
    root.properties().stream()
        .filter(entry -> !entry.getKey().equals(METADATA))
        .forEach(
            entry ->
                tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue(), numbers)));
    return new SafetensorsFile(tensors, metadata);
  }

  private static StoredTensor tensor(String name, JsonNode entry, ByteBuffer numbers) {
    try {
      ElementType type = ElementType.ofSafetensors(entry.path("dtype").asText());
      List<Long> shape = new ArrayList<>();
      entry.path("shape").forEach(axis -> shape.add(axis.asLong(-1)));
      int from = Math.toIntExact(entry.path("data_offsets").path(0).asLong(-1));
      int to = Math.toIntExact(entry.path("data_offsets").path(1).asLong(-1));
      ByteBuffer part = numbers.slice(from, to - from).order(ByteOrder.LITTLE_ENDIAN);
      return new StoredTensor(shape, type.floats(part));
    } catch (ArithmeticException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new IllegalArgumentException("tensor %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  private byte[] header() throws JsonProcessingException {
    ObjectNode root = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      root.set(METADATA, JSON.valueToTree(metadata));
    }
    long offset = 0;
    for (Map.Entry<String, StoredTensor> entry : tensors.entrySet()) {
      long end = offset + (long) Float.BYTES * entry.getValue().values().remaining();
      ObjectNode tensor = root.putObject(entry.getKey()).put("dtype", "F32");
      tensor.set("shape", JSON.valueToTree(entry.getValue().shape()));
      tensor.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    return padded(JSON.writeValueAsBytes(root));
  }

  /** The numbers shall begin at a multiple of their own length: spaces end the header. */
  private static byte[] padded(byte[] header) {
    byte[] padded = new byte[(header.length + Long.BYTES - 1) / Long.BYTES * Long.BYTES];
    Arrays.fill(padded, (byte) ' ');
    System.arraycopy(header, 0, padded, 0, header.length);
    return padded;
  }
}
