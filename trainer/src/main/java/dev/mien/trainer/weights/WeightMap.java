// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which tensors of a file go where in a network.
 *
 * @param matched tensors that fit, by their names in the network
 * @param missing names in the network for which the file has nothing
 * @param unused names in the file that the network does not know
 * @param misshapen for names that both know, why they do not fit
 */
public record WeightMap(
    Map<String, StoredTensor> matched,
    List<String> missing,
    List<String> unused,
    List<String> misshapen) {

  /**
   * What training scripts wrap networks in; names may begin with any of them, even with several.
   */
  private static final List<String> WRAPPERS =
      List.of("module.", "model.", "backbone.", "encoder.");

  private static final int NAMES_SHOWN = 8;
  private static final String LEFT = "left as initialised";
  private static final String MISSHAPEN = "of another shape in the file, left as initialised";
  private static final String UNUSED = "in the file, but not used";

  /** Copies the lists. */
  public WeightMap {
    matched = new LinkedHashMap<>(matched);
    missing = List.copyOf(missing);
    unused = List.copyOf(unused);
    misshapen = List.copyOf(misshapen);
  }

  /**
   * Matches by name and shape. Names of the file are first renamed by all rules in their order; one
   * that is still unknown loses {@code module.}, {@code model.}, {@code backbone.} or {@code
   * encoder.} at its beginning.
   *
   * @param wanted shapes by the names of the network
   * @param file tensors by the names of the file
   */
  public static WeightMap of(
      Map<String, List<Long>> wanted, Map<String, StoredTensor> file, List<Rename> rules) {
    Map<String, StoredTensor> matched = new LinkedHashMap<>();
    List<String> unused = new ArrayList<>();
    List<String> misshapen = new ArrayList<>();
    file.forEach(
        (stored, tensor) -> {
          String name = name(stored, wanted, rules);
          List<Long> shape = wanted.get(name);
          if (shape == null) {
            if (!isDerived(stored)) {
              unused.add(stored);
            }
          } else if (shape.equals(tensor.shape())) {
            matched.put(name, tensor);
          } else {
            misshapen.add("%s is %s, not %s".formatted(name, tensor.shape(), shape));
          }
        });
    List<String> missing =
        wanted.keySet().stream()
            .filter(name -> !matched.containsKey(name))
            .filter(name -> misshapen.stream().noneMatch(text -> text.startsWith(name + " ")))
            .toList();
    return new WeightMap(matched, missing, unused, misshapen);
  }

  /** Returns the names in the network that keep the numbers they were initialised with. */
  public List<String> lacking() {
    return Stream.concat(
            missing.stream(), misshapen.stream().map(text -> text.substring(0, text.indexOf(' '))))
        .toList();
  }

  /** Returns one line for people: how many tensors matched, and the first names of the others. */
  public String summary() {
    List<String> parts = new ArrayList<>();
    parts.add("%d weights from the file".formatted(matched.size()));
    add(parts, LEFT, missing);
    add(parts, MISSHAPEN, misshapen);
    add(parts, UNUSED, unused);
    return String.join("; ", parts);
  }

  /** Returns a line for every tensor. */
  public List<String> report() {
    List<String> lines = new ArrayList<>();
    matched.keySet().forEach(name -> lines.add("from the file: " + name));
    missing.forEach(name -> lines.add(LEFT + ": " + name));
    misshapen.forEach(text -> lines.add(MISSHAPEN + ": " + text));
    unused.forEach(name -> lines.add(UNUSED + ": " + name));
    return lines;
  }

  private static String name(String stored, Map<String, List<Long>> wanted, List<Rename> rules) {
    String name = stored;
    for (Rename rule : rules) {
      name = rule.apply(name);
    }
    for (String bare = name; !bare.equals(""); bare = unwrapped(bare)) {
      if (wanted.containsKey(bare)) {
        return bare;
      }
    }
    return name;
  }

  /** What PyTorch stores besides weights: it follows from the network, or counts batches. */
  private static boolean isDerived(String name) {
    return name.endsWith(".num_batches_tracked") || name.endsWith(".relative_position_index");
  }

  /** Returns the name without one wrapper, or nothing where there is none. */
  private static String unwrapped(String name) {
    return WRAPPERS.stream()
        .filter(name::startsWith)
        .findFirst()
        .map(wrapper -> name.substring(wrapper.length()))
        .orElse("");
  }

  private static void add(List<String> parts, String what, List<String> names) {
    if (!names.isEmpty()) {
      String shown = names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "));
      String more = names.size() > NAMES_SHOWN ? ", ..." : "";
      parts.add("%d %s: %s%s".formatted(names.size(), what, shown, more));
    }
  }
}
