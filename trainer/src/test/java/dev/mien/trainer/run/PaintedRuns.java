// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.data.PaintedFaces;
import dev.mien.trainer.data.Part;
import dev.mien.trainer.network.ExpressionNetwork;
import dev.mien.trainer.network.Parameters;
import dev.mien.trainer.weights.StoredTensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.bytedeco.pytorch.Device;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs of a tiny network that learns to tell colours. */
abstract class PaintedRuns {

  static final List<String> CLASSES = List.of("red", "green", "blue");
  private static final int TRAINING = 30;

  @TempDir Path folder;
  FaceSet faces;

  @BeforeEach
  void paint() throws IOException {
    PaintedFaces painted = new PaintedFaces(TinyBackbone.SIDE + 2, 1, CLASSES);
    for (int i = 0; i < TRAINING + 9; i++) {
      Part part = i < TRAINING ? Part.TRAIN : Part.VALIDATION;
      int bright = 120 + 3 * i;
      int label = i % 3;
      painted.plain(
          label,
          part,
          label == 0 ? bright : 30,
          label == 1 ? bright : 30,
          label == 2 ? bright : 30);
    }
    faces = painted.write(folder.resolve("painted.faces"));
  }

  @AfterEach
  void close() {
    faces.close();
  }

  /** What is left of a run when it is over. */
  record Outcome(boolean done, List<EpochResult> results, Map<String, FloatBuffer> weights) {

    List<Double> losses() {
      return results.stream().map(EpochResult::loss).toList();
    }
  }

  static TrainConfig config(Map<String, Object> values) {
    Map<String, Object> all = new HashMap<>();
    all.put("backbone", "tiny");
    all.put("epochs", 4);
    all.put("batch", 8);
    all.put("learningRate", 0.02);
    all.put("average", 0.5);
    all.putAll(values);
    return Settings.defaults().with(all).config();
  }

  Outcome run(TrainConfig config, String out, boolean resume, BooleanSupplier stop)
      throws InterruptedException {
    return run(config, out, resume, stop, config.seed());
  }

  Outcome run(
      TrainConfig config, String out, boolean resume, BooleanSupplier stop, long firstWeights)
      throws InterruptedException {
    ExpressionNetwork network = new ExpressionNetwork(new TinyBackbone(), CLASSES.size());
    Path target = folder.resolve(out);
    try (Parameters parameters = Parameters.initialised(network, firstWeights);
        Device device = new Device("cpu")) {
      RunSetup setup =
          new RunSetup(
              faces,
              network,
              parameters,
              device,
              Origin.now(faces.hash(), StartWeights.RANDOM),
              List.of(),
              new RunFolder(target),
              target,
              List.of(Part.VALIDATION));
      try (TrainingRun run = TrainingRun.open(config, setup, resume, RunListener.NONE, stop)) {
        boolean done = run.run();
        return new Outcome(done, run.results(), numbers(run.weights()));
      }
    }
  }

  Outcome run(TrainConfig config, String out) throws InterruptedException {
    return run(config, out, false, () -> false);
  }

  long storedFeatures(String out) {
    return Objects.requireNonNull(
            folder.resolve(out).toFile().list((directory, name) -> name.endsWith(".f16")))
        .length;
  }

  static Map<String, FloatBuffer> numbers(Map<String, StoredTensor> stored) {
    Map<String, FloatBuffer> numbers = new TreeMap<>();
    stored.forEach((name, tensor) -> numbers.put(name, tensor.values()));
    return numbers;
  }

  FaceSet otherFaces() throws IOException {
    PaintedFaces painted = new PaintedFaces(TinyBackbone.SIDE + 2, 1, CLASSES);
    for (int label = 0; label < 3; label++) {
      painted.noise(label, Part.TRAIN).noise(label, Part.VALIDATION);
    }
    return painted.write(folder.resolve("other.faces"));
  }
}
