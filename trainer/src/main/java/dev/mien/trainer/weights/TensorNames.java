// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.weights;

import java.util.LinkedHashMap;
import java.util.List;

/** The few names that the pickle of a state dictionary may use, and what stands for them here. */
final class TensorNames {

  /** A name of Python. It stands for no code. */
  record Name(String module, String name) {
    @Override
    public String toString() {
      return module + "." + name;
    }
  }

  /**
   * A run of numbers in the file.
   *
   * @param key of the entry that holds them
   * @param type of the numbers
   * @param count how many there are
   */
  record Storage(String key, ElementType type, long count) {}

  /**
   * A view of a storage.
   *
   * @param storage that holds the numbers
   * @param offset of the first number
   * @param shape lengths of the axes
   * @param strides how many numbers lie between two neighbours, for each axis
   */
  record View(Storage storage, long offset, List<Long> shape, List<Long> strides) {}

  private static final String CLASS_SUFFIX = "Storage";

  private TensorNames() {}

  /**
   * Returns what a call stands for.
   *
   * @throws IllegalArgumentException if it is none of those known here
   */
  static Object made(Name callee, List<?> arguments) {
    return switch (callee.toString()) {
      case "collections.OrderedDict" -> new LinkedHashMap<>();
      case "torch._utils._rebuild_tensor_v2" -> view(arguments);
      case "torch._utils._rebuild_parameter" -> arguments.get(0);
      default ->
          throw new IllegalArgumentException(
              "it asks for '%s', which no state dictionary needs and nothing here executes"
                  .formatted(callee));
    };
  }

  /** Returns the storage that a persistent id names: ("storage", class, key, device, count). */
  static Storage storage(List<?> id) {
    Name type = (Name) id.get(1);
    if (!"storage".equals(id.get(0))
        || !type.module().equals("torch")
        || !type.name().endsWith(CLASS_SUFFIX)) {
      throw new IllegalArgumentException("it refers to %s of '%s'".formatted(id.get(0), type));
    }
    return new Storage((String) id.get(2), ElementType.ofStorage(type.name()), (Long) id.get(4));
  }

  private static View view(List<?> arguments) {
    return new View(
        (Storage) arguments.get(0),
        (Long) arguments.get(1),
        lengths(arguments.get(2)),
        lengths(arguments.get(3)));
  }

  private static List<Long> lengths(Object tuple) {
    return ((List<?>) tuple).stream().map(Long.class::cast).toList();
  }
}
