// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.network;

import dev.mien.trainer.weights.StoredTensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The weights of a network in PyTorch, in single precision. It owns their native memory, so {@link
 * #close} it; the tensors it hands out live as long as it. One thread at a time may change it.
 */
public final class Parameters implements AutoCloseable {

  private final Map<String, Weight> weights = new LinkedHashMap<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Set<String> frozen = new HashSet<>();

  private Parameters(List<Weight> weights) {
    weights.forEach(weight -> this.weights.put(weight.name(), weight));
  }

  /** Returns weights at which training can begin, on the processor, the same for the same seed. */
  public static Parameters initialised(ExpressionNetwork network, long seed) {
    TorchLibrary.load();
    Parameters parameters = new Parameters(network.weights());
    for (Weight weight : parameters.weights.values()) {
      float[] values = weight.initializer().values(weight, seed);
      try (Tensor numbers = new StoredTensor(weight.shape(), values).toTensor();
          Device processor = numbers.device()) {
        parameters.put(weight, numbers, processor);
      }
    }
    return parameters;
  }

  /** Returns the names, in the order of the data. */
  public List<String> names() {
    return List.copyOf(weights.keySet());
  }

  /** Returns the shape of each weight by name, in the order of the data. */
  public Map<String, List<Long>> shapes() {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    weights.forEach((name, weight) -> shapes.put(name, weight.shape()));
    return shapes;
  }

  /** Returns whether a weight is a running figure that no gradient changes. */
  public boolean isBuffer(String name) {
    return weight(name).isBuffer();
  }

  /** Returns whether the stage of a weight is frozen. */
  public boolean isFrozen(String name) {
    return frozen.contains(weight(name).stage());
  }

  /**
   * Returns a weight, which this object goes on to own.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public Tensor get(String name) {
    Tensor tensor = tensors.get(weight(name).name());
    if (tensor == null) {
      throw new IllegalStateException("the weights are closed");
    }
    return tensor;
  }

  /** Returns what an optimizer has to change: no running figures, nothing frozen. */
  public List<Tensor> trainable() {
    return names().stream()
        .filter(name -> !isBuffer(name) && !isFrozen(name))
        .map(this::get)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /**
   * Keeps these stages as they are from now on, and only these: no gradient reaches their weights,
   * and batch normalisation in them uses its running figures.
   *
   * @throws IllegalArgumentException if there is no stage of that name
   */
  public void freeze(List<String> stages) {
    Set<String> known =
        weights.values().stream().map(Weight::stage).collect(Collectors.toCollection(TreeSet::new));
    known.remove(ExpressionNetwork.HEAD);
    for (String stage : stages) {
      if (!known.contains(stage)) {
        throw new IllegalArgumentException(
            "'%s' is no stage that can be frozen; there are %s".formatted(stage, known));
      }
    }
    frozen.clear();
    frozen.addAll(stages);
    names().forEach(name -> get(name).set_requires_grad(!isBuffer(name) && !isFrozen(name)));
  }

  /** Moves everything to a device. Optimizers must be made afterwards: the tensors are new ones. */
  public void to(Device device) {
    for (Weight weight : weights.values()) {
      Tensor old = get(weight.name());
      put(weight, old, device);
      old.close();
    }
  }

  /** Copies all numbers, for a checkpoint or a model file. */
  public Map<String, StoredTensor> stored() {
    Map<String, StoredTensor> stored = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> stored.put(name, StoredTensor.copyOf(tensor)));
    return stored;
  }

  /**
   * Replaces the numbers of some weights.
   *
   * @throws IllegalArgumentException naming a weight that is unknown or of another shape; nothing
   *     is replaced then
   */
  public void load(Map<String, StoredTensor> stored) {
    stored.forEach(
        (name, tensor) -> {
          if (!weight(name).shape().equals(tensor.shape())) {
            throw new IllegalArgumentException(
                "%s is of the shape %s here and %s there"
                    .formatted(name, weight(name).shape(), tensor.shape()));
          }
        });
    stored.forEach(
        (name, tensor) -> {
          try (Tensor numbers = tensor.toTensor();
              Tensor data = get(name).detach()) {
            data.copy_(numbers);
          }
        });
  }

  /**
   * Replaces the numbers of all weights.
   *
   * @throws IllegalArgumentException as {@link #load}, or naming a weight that is missing
   */
  public void loadAll(Map<String, StoredTensor> stored) {
    for (String name : names()) {
      if (!stored.containsKey(name)) {
        throw new IllegalArgumentException("it has no weight " + name);
      }
    }
    load(stored);
  }

  @Override
  public void close() {
    tensors.values().forEach(Tensor::close);
    tensors.clear();
  }

  /** Kernels of convolutions lie channels last, which makes the planes do so: see RATIONALE.md. */
  private void put(Weight weight, Tensor numbers, Device device) {
    MemoryFormat format =
        weight.shape().size() == 4 ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous;
    try (Tensor detached = numbers.detach();
        MemoryFormatOptional order = new MemoryFormatOptional(format)) {
      Tensor tensor = detached.to(device, ScalarType.Float, false, true, order);
      tensor.set_requires_grad(!weight.isBuffer() && !frozen.contains(weight.stage()));
      // It outlives the PointerScope of a caller.
      tensor.retainReference();
      tensors.put(weight.name(), tensor);
    }
  }

  private Weight weight(String name) {
    Weight weight = weights.get(name);
    if (weight == null) {
      throw new IllegalArgumentException("the network has no weight '" + name + "'");
    }
    return weight;
  }
}
