// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.weights;

import dev.mien.runtime.FileProblem;
import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A state dictionary as {@code torch.save} writes it since PyTorch 1.6: a zip file with a pickle
 * and one entry of numbers for each storage.
 */
final class StateDictFile {

  private static final String PICKLE = "data.pkl";
  private static final int LONGEST_PICKLE = 64 << 20;

  /** Where training scripts put the state dictionary beside other things. */
  private static final List<String> WRAPPERS = List.of("state_dict", "model_state_dict", "model");

  private final ZipFile zip;
  private final String folder;
  private final Map<String, ByteBuffer> storages = new LinkedHashMap<>();

  private StateDictFile(ZipFile zip) {
    this.zip = zip;
    this.folder =
        zip.stream()
            .map(ZipEntry::getName)
            .filter(name -> name.equals(PICKLE) || name.endsWith("/" + PICKLE))
            .map(name -> name.substring(0, name.length() - PICKLE.length()))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("it has no " + PICKLE));
  }

  /**
   * Reads the tensors of a file by name, in the file's order.
   *
   * @throws StageFailure naming the file and what is wrong with it
   */
  static Map<String, StoredTensor> read(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return new StateDictFile(zip).tensors();
    } catch (IOException | IllegalArgumentException e) {
      throw new StageFailure(
          "weights file %s cannot be read: %s. Give a state dictionary that torch.save wrote, or a"
                  .formatted(file, FileProblem.reason(e))
              + " file in the safetensors format",
          e);
    }
  }

  private Map<String, StoredTensor> tensors() throws IOException {
    checkByteOrder();
    Map<?, ?> dictionary = dictionary(PickleReader.read(entry(PICKLE, LONGEST_PICKLE)));
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : dictionary.entrySet()) {
      if (entry.getKey() instanceof String name
          && entry.getValue() instanceof TensorNames.View view) {
        tensors.put(name, tensor(name, view));
      }
    }
    if (tensors.isEmpty()) {
      throw new IllegalArgumentException("it holds no tensors by name");
    }
    return tensors;
  }

  private static Map<?, ?> dictionary(Object root) {
    if (!(root instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("it holds no dictionary of tensors");
    }
    return WRAPPERS.stream()
        .filter(name -> map.get(name) instanceof Map)
        .findFirst()
        .<Map<?, ?>>map(name -> (Map<?, ?>) map.get(name))
        .orElse(map);
  }

  private void checkByteOrder() throws IOException {
    if (zip.getEntry(folder + "byteorder") != null
        && !new String(entry("byteorder", 16), StandardCharsets.US_ASCII).equals("little")) {
      throw new IllegalArgumentException("its numbers are big-endian");
    }
  }

  private StoredTensor tensor(String name, TensorNames.View view) throws IOException {
    try {
      ByteBuffer numbers = numbers(view.storage());
      long count = view.shape().stream().reduce(1L, Math::multiplyExact);
      if (view.shape().stream().anyMatch(length -> length < 0)
          || view.strides().size() != view.shape().size()
          || count > view.storage().count()) {
        throw new IllegalArgumentException(
            "the shape %s with the strides %s is no view of %d numbers"
                .formatted(view.shape(), view.strides(), view.storage().count()));
      }
      float[] values = new float[Math.toIntExact(count)];
      for (int i = 0; i < values.length; i++) {
        long place = place(i, view);
        ElementType type = view.storage().type();
        values[i] = type.at(numbers, Math.toIntExact(Math.multiplyExact(place, type.length())));
      }
      return new StoredTensor(view.shape(), values);
    } catch (IndexOutOfBoundsException | ArithmeticException | IllegalArgumentException e) {
      throw new IllegalArgumentException("tensor %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  /** Returns where in its storage the i-th number of a tensor lies. */
  private static long place(long i, TensorNames.View view) {
    long place = view.offset();
    long rest = i;
    for (int axis = view.shape().size() - 1; axis >= 0; axis--) {
      long length = view.shape().get(axis);
      place += rest % length * view.strides().get(axis);
      rest /= length;
    }
    return place;
  }

  private ByteBuffer numbers(TensorNames.Storage storage) throws IOException {
    ByteBuffer known = storages.get(storage.key());
    if (known != null) {
      return known;
    }
    int length = Math.toIntExact(Math.multiplyExact(storage.count(), storage.type().length()));
    ByteBuffer read = ByteBuffer.wrap(entry("data/" + storage.key(), length));
    storages.put(storage.key(), read.order(ByteOrder.LITTLE_ENDIAN));
    return read;
  }

  private byte[] entry(String name, int longest) throws IOException {
    ZipEntry entry = zip.getEntry(folder + name);
    if (entry == null) {
      throw new IllegalArgumentException("it has no entry '%s'".formatted(folder + name));
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readNBytes(longest);
    }
  }
}
