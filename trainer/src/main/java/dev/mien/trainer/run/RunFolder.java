// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mien.runtime.FileProblem;
import dev.mien.runtime.ProcessLock;
import dev.mien.runtime.Sha256;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.WholeFile;
import dev.mien.trainer.weights.SafetensorsFile;
import dev.mien.trainer.weights.StoredTensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder that a run writes to: {@code config.yaml}, {@code origin.json}, {@code weights.txt},
 * {@code checkpoint.safetensors}, {@code history.json}, the weights after the last epoch and those
 * of the best.
 *
 * @param path of the folder
 */
public record RunFolder(Path path) {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final String EPOCH = "epoch";
  private static final String RUN = "run";

  /** Returns the file with all settings. */
  public Path config() {
    return path.resolve("config.yaml");
  }

  /** Returns the file that says what the run is made of. */
  private Path originFile() {
    return path.resolve("origin.json");
  }

  /** Returns the file that a stopped run goes on from. */
  public Path checkpoint() {
    return path.resolve("checkpoint.safetensors");
  }

  /** Returns the file with what every epoch gave. */
  public Path history() {
    return path.resolve("history.json");
  }

  /** Returns the file with the weights after the last epoch so far. */
  public Path last() {
    return path.resolve("last.safetensors");
  }

  /** Returns the file with the weights of the epoch that did best on the validation part. */
  public Path best() {
    return path.resolve("best.safetensors");
  }

  /**
   * Makes the folder if it is missing, and keeps other runs out until the lock is closed.
   *
   * @throws StageFailure if another run is in it, or it cannot be written
   */
  public ProcessLock lock() {
    ProcessLock lock = tryLock();
    if (lock == null) {
      throw new StageFailure(
          "another run is writing to %s: wait for it, or choose another --out".formatted(path));
    }
    return lock;
  }

  /**
   * Makes the folder if it is missing, and keeps other runs out until the lock is closed.
   *
   * @return null if another run is in it
   * @throws StageFailure if it cannot be written
   */
  public @Nullable ProcessLock tryLock() {
    try {
      Files.createDirectories(path);
      return ProcessLock.tryTake(path, ".lock");
    } catch (IOException e) {
      throw cannot(e);
    }
  }

  /**
   * Makes the folder and writes down what the run is.
   *
   * @param weightsReport what became of each tensor of the weights that it begins with
   * @throws StageFailure if that does not work
   */
  void begin(TrainConfig settings, Origin origin, List<String> weightsReport) {
    try {
      Files.createDirectories(path);
      Settings.of(settings).write(config());
      WholeFile.write(originFile(), JSON.writeValueAsBytes(origin));
      if (!weightsReport.isEmpty()) {
        WholeFile.write(path.resolve("weights.txt"), String.join("\n", weightsReport) + "\n");
      }
    } catch (IOException e) {
      throw cannot(e);
    }
  }

  /**
   * Returns what the run is made of.
   *
   * @throws StageFailure if the file cannot be read
   */
  public Origin origin() {
    try {
      return JSON.readValue(originFile().toFile(), Origin.class);
    } catch (IOException e) {
      throw new StageFailure(
          "%s cannot be read: %s: without it, nobody knows what data the run learned from; train again"
              .formatted(originFile(), FileProblem.reason(e)),
          e);
    }
  }

  /**
   * Checks that a run which was begun here, and stopped before its first checkpoint, is the one
   * that begins now.
   *
   * @throws StageFailure if it is of other data or weights
   */
  void requireNoOther(Origin beginning) {
    if (Files.exists(originFile())) {
      origin().check(path, beginning);
    }
  }

  /**
   * Returns the epoch that weights of this run are of, from 1.
   *
   * @param file that they were read from
   * @param config of the run
   * @param origin of the run
   * @throws StageFailure if they are of another run, or do not say so
   */
  public int epoch(Path file, SafetensorsFile weights, TrainConfig config, Origin origin) {
    Map<String, String> said = weights.metadata();
    List<String> own = List.of(identity(config, origin), formerIdentity(config, origin));
    if (!own.contains(String.valueOf(said.get(RUN))) || !said.containsKey(EPOCH)) {
      throw new StageFailure(
          "%s has no weights of the run in %s: name %s or %s"
              .formatted(file, path, best(), last()));
    }
    return Integer.parseInt(said.get(EPOCH));
  }

  /**
   * Returns a name for what a run is, which changes neither when it is resumed nor when a later
   * version has one more setting.
   */
  private static String identity(TrainConfig config, Origin origin) {
    return identity(origin, Settings.of(config.as(1, 0)).chosen());
  }

  /** Versions up to 2026-11 named a run by all of its settings. */
  private static String formerIdentity(TrainConfig config, Origin origin) {
    return identity(origin, Settings.of(config.as(1, 0)).all());
  }

  private static String identity(Origin origin, Map<String, String> settings) {
    List<Object> parts = List.of(origin.data(), origin.start(), settings);
    return Sha256.of(parts.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the checkpoint, if there is one. */
  Optional<Checkpoint> found() {
    return Files.exists(checkpoint())
        ? Optional.of(Checkpoint.read(checkpoint()))
        : Optional.empty();
  }

  /**
   * Returns what the epochs gave that are done.
   *
   * @throws StageFailure if no epoch was done, or the file cannot be read
   */
  public List<EpochResult> results() {
    try {
      return List.of(JSON.readValue(history().toFile(), EpochResult[].class));
    } catch (IOException e) {
      throw new StageFailure(
          "%s cannot be read: %s: train for one epoch at least"
              .formatted(history(), FileProblem.reason(e)),
          e);
    }
  }

  /** Writes down what the epochs of a run gave, and the weights after the last of them. */
  void write(
      TrainConfig config,
      Origin origin,
      List<EpochResult> results,
      Map<String, StoredTensor> weights,
      boolean isBest) {
    try {
      WholeFile.write(history(), JSON.writeValueAsBytes(results));
      SafetensorsFile file =
          new SafetensorsFile(
              weights,
              Map.of(EPOCH, Integer.toString(results.size()), RUN, identity(config, origin)));
      file.write(last());
      if (isBest) {
        file.write(best());
      }
    } catch (IOException e) {
      throw cannot(e);
    }
  }

  private StageFailure cannot(IOException e) {
    return new StageFailure(
        "%s cannot be written: %s: choose another --out".formatted(path, FileProblem.reason(e)), e);
  }
}
