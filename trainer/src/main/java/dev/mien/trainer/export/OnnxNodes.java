// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.export;

import dev.mien.detector.onnx.OnnxAttribute;
import dev.mien.detector.onnx.OnnxWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The nodes of an ONNX file, each under a name that no other has. */
final class OnnxNodes {

  /** What an operation makes. */
  interface Value {
    /** Returns the name of the node that makes it, which is written now if it was not before. */
    String name();
  }

  /** The oldest with everything that the networks need. */
  private static final int OPSET = 17;

  private final OnnxWriter writer;
  private final Map<String, Integer> uses = new HashMap<>();

  /** Begins a file. */
  OnnxNodes(String name) {
    this.writer = new OnnxWriter(name, OPSET);
  }

  /** Returns what writes them. */
  OnnxWriter writer() {
    return writer;
  }

  /** Declares the input; a length is a number or the name of a free one. */
  Value input(String name, String... lengths) {
    return new Written(writer.input(name, lengths));
  }

  /** Declares a value as an output under a name of its own. */
  void output(String name, Value value, String... lengths) {
    writer.node("Identity", name, List.of(value.name()));
    writer.output(name, lengths);
  }

  /** Returns the file. */
  byte[] model(Map<String, String> metadata) {
    return writer.model(metadata);
  }

  /** Makes a number by itself. */
  Value number(String name, float value) {
    return new Written(writer.constant(unique(name), new float[] {value}, List.of()));
  }

  /** Makes a row of whole numbers. */
  Value whole(String name, long... values) {
    return new Written(writer.constant(unique(name), values));
  }

  /** Makes a node of an operator of ONNX. */
  Value node(String operator, String name, List<Value> inputs, OnnxAttribute... attributes) {
    List<String> names = inputs.stream().map(Value::name).toList();
    return new Written(writer.node(operator, unique(name), names, attributes));
  }

  /** Names of nodes are values, and every value is made once. */
  String unique(String name) {
    int use = uses.merge(name, 1, Integer::sum);
    return use == 1 ? name : name + "." + use;
  }

  /** A value whose node is written. */
  record Written(String name) implements Value {}
}
