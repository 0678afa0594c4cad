// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import dev.mien.runtime.FileProblem;
import dev.mien.runtime.StageFailure;
import dev.mien.trainer.network.ExpressionNetwork;
import dev.mien.trainer.network.Parameters;
import dev.mien.trainer.network.TorchGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What the frozen stages make of pictures, in a file: a few augmented versions of each, and their
 * other views. Training on it takes the time of the other stages only.
 */
final class StoredFeatures implements Inputs {

  private final FeatureFile file;
  private final Map<Integer, Integer> positions;
  private final int firstStage;
  private final Form form;

  private StoredFeatures(
      FeatureFile file, Map<Integer, Integer> positions, int firstStage, Form form) {
    this.file = file;
    this.positions = positions;
    this.firstStage = firstStage;
    this.form = form;
  }

  /**
   * What the file has of each picture.
   *
   * @param versions augmented differently
   * @param views of each version, 1 or 2
   */
  record Form(int versions, int views) {}

  /**
   * What the frozen stages are and where they run.
   *
   * @param atOnce pictures, other views counted, that go through them at once
   */
  record Frozen(
      ExpressionNetwork network, Parameters parameters, int stages, Device device, int atOnce) {

    /** Returns what they make of inputs; it belongs to the caller's scope. */
    @SuppressWarnings("try") // the guard works by being there
    Tensor apply(Tensor inputs) {
      try (NoGradGuard guard = new NoGradGuard()) {
        Tensor placed = inputs.to(device, ScalarType.Float);
        return network.features(0, stages, TorchGraph.evaluating(parameters), placed);
      }
    }
  }

  /**
   * Opens the file, and makes it first where it is missing.
   *
   * @param faces numbers in the data set
   * @param form what there is to be of each picture
   * @param stop asked before each batch; if it says so, the file is not finished
   * @throws StageFailure if the file cannot be written or is of another length
   * @throws java.util.concurrent.CancellationException if the run is to stop
   */
  static StoredFeatures open(
      Path file,
      Frozen frozen,
      Inputs pictures,
      int[] faces,
      Form form,
      RunListener listener,
      BooleanSupplier stop) {
    long[] shape = shape(frozen, pictures, faces[0]);
    if (!Files.exists(file)) {
      try {
        new FeatureWriter(frozen, pictures, faces, form, FeatureFile.rowBytes(shape))
            .write(file, listener, stop);
      } catch (IOException e) {
        throw cannot("written", file, e);
      }
    }
    try {
      Map<Integer, Integer> positions = new HashMap<>();
      for (int face : faces) {
        positions.put(face, positions.size());
      }
      long rows = (long) form.versions() * faces.length * form.views();
      FeatureFile features = FeatureFile.open(file, shape, rows);
      return new StoredFeatures(features, positions, frozen.stages(), form);
    } catch (IOException e) {
      throw cannot("read", file, e);
    }
  }

  private static StageFailure cannot(String be, Path file, IOException e) {
    return new StageFailure(
        "%s cannot be %s: %s: choose another --cache, or another --out"
            .formatted(file, be, FileProblem.reason(e)),
        e);
  }

  @SuppressWarnings("try") // the scope works by being there
  private static long[] shape(Frozen frozen, Inputs pictures, int face) {
    try (PointerScope scope = new PointerScope();
        Tensor one = pictures.of(new int[] {face}, 0, false)) {
      long[] shape = frozen.apply(one).shape();
      return Arrays.copyOfRange(shape, 1, shape.length);
    }
  }

  @Override
  public int firstStage() {
    return firstStage;
  }

  @Override
  public Tensor of(int[] faces, int epoch, boolean paired) {
    int views = paired ? 2 : 1;
    if (views > form.views()) {
      throw new IllegalArgumentException("the file has no second views");
    }
    int[] rows = new int[views * faces.length];
    for (int i = 0; i < faces.length; i++) {
      Integer position = positions.get(faces[i]);
      if (position == null) {
        throw new IllegalArgumentException("face " + faces[i] + " is not in the file");
      }
      int version = (epoch + position) % form.versions();
      int row = (version * positions.size() + position) * form.views();
      for (int view = 0; view < views; view++) {
        rows[view * faces.length + i] = row + view;
      }
    }
    return file.rows(rows);
  }

  @Override
  public void close() {}
}
