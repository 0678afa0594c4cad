// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mien.runtime.FileProblem;
import dev.mien.runtime.ProcessLock;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.WholeFile;
import dev.mien.trainer.data.Part;
import dev.mien.trainer.run.Accuracy;
import dev.mien.trainer.run.EpochResult;
import dev.mien.trainer.run.InitialModel;
import dev.mien.trainer.run.Origin;
import dev.mien.trainer.run.RunFolder;
import dev.mien.trainer.run.RunListener;
import dev.mien.trainer.run.Settings;
import dev.mien.trainer.run.TrainConfig;
import dev.mien.trainer.run.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/** Runs cells one after the other, each in a folder of its own; those that are done are kept. */
public final class Grid {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String RESULT = "result.json";
  private static final String TEST = Part.TEST.written();

  private final Path folder;
  private final Settings settings;
  private final Origin origin;
  private final Function<TrainConfig, InitialModel> initialModels;
  private final RunListener listener;
  private final BooleanSupplier stop;

  /**
   * Makes a grid.
   *
   * @param folder that all is written to
   * @param settings that all cells share
   * @param origin data and first weights of all cells
   * @param initialModels gives a network with its first weights, which the grid closes
   * @param stop asked after each step
   */
  public Grid(
      Path folder,
      Settings settings,
      Origin origin,
      Function<TrainConfig, InitialModel> initialModels,
      RunListener listener,
      BooleanSupplier stop) {
    this.folder = folder;
    this.settings = settings;
    this.origin = origin;
    this.initialModels = initialModels;
    this.listener = listener;
    this.stop = stop;
  }

  /**
   * Runs what is not done yet. Several processes may share a folder: each takes what is free.
   *
   * @param events hears of each cell that is not done yet
   * @return the table of all cells that are done, also by other commands
   * @throws StageFailure if the folder has a cell with other settings, data or first weights
   * @throws IllegalArgumentException if the settings of a cell do not fit
   * @throws InterruptedException if the thread is interrupted
   */
  public Table4 run(List<Cell> cells, GridListener events) throws InterruptedException {
    cells.forEach(this::config); // What does not fit is said before the first one is run.
    found();
    for (Cell cell : cells) {
      if (!stop.getAsBoolean() && !isDone(cell)) {
        tryToRun(cell, events);
      }
    }
    return new Table4(found());
  }

  private List<CellResult> found() {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> cells = Files.list(folder)) {
        return cells
            .map(cell -> cell.resolve(RESULT))
            .filter(Files::exists)
            .sorted()
            .map(this::read)
            .toList();
      } catch (IOException e) {
        throw new StageFailure("%s cannot be read: %s".formatted(folder, FileProblem.reason(e)), e);
      }
    }
    return List.of();
  }

  private boolean isDone(Cell cell) {
    return Files.exists(file(cell));
  }

  private TrainConfig config(Cell cell) {
    return cell.over(settings).config();
  }

  /** A run that fails, for whatever reason, must not cost the others. */
  private void tryToRun(Cell cell, GridListener events) throws InterruptedException {
    try {
      runIfFree(cell, events);
    } catch (StageFailure e) {
      events.failed(cell, e);
    } catch (RuntimeException e) { // the library's, out of a device's memory for example
      events.failed(cell, new StageFailure(e.toString(), e));
    }
  }

  private void runIfFree(Cell cell, GridListener events) throws InterruptedException {
    RunFolder out = new RunFolder(folder.resolve(cell.name()));
    try (ProcessLock lock = out.tryLock()) {
      if (lock == null) {
        events.left(cell);
      } else if (!isDone(cell)) { // It may have been done since it was looked at.
        events.started(cell);
        run(cell, out);
      }
    }
  }

  private void run(Cell cell, RunFolder out) throws InterruptedException {
    TrainConfig config = config(cell);
    try (InitialModel model = initialModels.apply(config);
        TrainingRun run =
            TrainingRun.open(
                config,
                model.setup(out, folder.resolve("cache"), List.of(Part.TEST)),
                true,
                listener,
                stop)) {
      if (run.run()) {
        Machine machine = Machine.here(model.deviceName());
        CellResult result = result(cell, config, run.results(), out.origin(), machine);
        WholeFile.write(
            file(cell), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(result));
      }
    } catch (CancellationException e) {
      // Stopped while it was set up: there is nothing to keep.
    } catch (IOException e) {
      throw new StageFailure(
          "%s cannot be written: %s: choose another --out"
              .formatted(out.path(), FileProblem.reason(e)),
          e);
    }
  }

  private static CellResult result(
      Cell cell, TrainConfig config, List<EpochResult> epochs, Origin origin, Machine machine) {
    EpochResult best =
        epochs.stream().max(Comparator.comparing(epoch -> test(epoch).mean())).orElseThrow();
    double seconds = epochs.stream().mapToDouble(EpochResult::seconds).sum();
    EpochResult last = epochs.get(epochs.size() - 1);
    return new CellResult(
        cell,
        test(last),
        test(best),
        best.epoch(),
        epochs.size(),
        seconds,
        config,
        origin,
        machine,
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private static Accuracy test(EpochResult epoch) {
    Accuracy accuracy = epoch.accuracies().get(TEST);
    if (accuracy == null) {
      throw new IllegalStateException("epoch " + epoch.epoch() + " was not examined");
    }
    return accuracy;
  }

  private CellResult read(Path file) {
    try {
      CellResult result = parse(JSON.readTree(file.toFile()));
      result.check(folder.resolve(result.cell().name()), config(result.cell()), origin);
      return result;
    } catch (IOException | IllegalArgumentException e) {
      throw new StageFailure(
          "%s cannot be read: %s: delete its folder to run the cell again"
              .formatted(file, e.getCause() == null ? e.getMessage() : e.getCause().getMessage()),
          e);
    }
  }

  private static CellResult parse(JsonNode stored) throws JsonProcessingException {
    Settings.complete(stored, "settings");
    return JSON.treeToValue(stored, CellResult.class);
  }

  private Path file(Cell cell) {
    return folder.resolve(cell.name()).resolve(RESULT);
  }
}
