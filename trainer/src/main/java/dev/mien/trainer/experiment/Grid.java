// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.experiment;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mien.runtime.ProcessLock;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.WholeFile;
import dev.mien.trainer.data.Part;
import dev.mien.trainer.run.Accuracy;
import dev.mien.trainer.run.Beginning;
import dev.mien.trainer.run.EpochResult;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Runs cells one after the other, each in a folder of its own; those that are done are kept. */
public final class Grid {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String RESULT = "result.json";
  private static final String TEST = "test";

  private final Path folder;
  private final Settings settings;
  private final Origin origin;
  private final Function<TrainConfig, Beginning> beginnings;
  private final RunListener listener;
  private final BooleanSupplier stop;

  /**
   * Makes a grid.
   *
   * @param folder that all is written to
   * @param settings that all cells share
   * @param origin data and first weights of all cells
   * @param beginnings gives a network with its weights, which the grid closes
   * @param stop asked after each step
   */
  public Grid(
      Path folder,
      Settings settings,
      Origin origin,
      Function<TrainConfig, Beginning> beginnings,
      RunListener listener,
      BooleanSupplier stop) {
    this.folder = folder;
    this.settings = settings;
    this.origin = origin;
    this.beginnings = beginnings;
    this.listener = listener;
    this.stop = stop;
  }

  /**
   * Runs what is not done yet.
   *
   * @param started hears of each cell that is run
   * @return the table of all cells that are done, also by earlier commands
   * @throws StageFailure if the folder has a cell with other settings, data or first weights
   * @throws InterruptedException if the thread is interrupted
   */
  public Table4 run(List<Cell> cells, Consumer<Cell> started) throws InterruptedException {
    Map<Cell, CellResult> results = found(); // All are checked before the first one is run.
    for (Cell cell : cells) {
      if (!results.containsKey(cell) && !stop.getAsBoolean()) {
        started.accept(cell);
        run(cell).ifPresent(result -> results.put(cell, result));
      }
    }
    return new Table4(List.copyOf(results.values()));
  }

  private Map<Cell, CellResult> found() {
    Map<Cell, CellResult> results = new LinkedHashMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> cells = Files.list(folder)) {
        cells
            .map(cell -> cell.resolve(RESULT))
            .filter(Files::exists)
            .sorted()
            .map(this::read)
            .forEach(result -> results.put(result.cell(), result));
      } catch (IOException e) {
        throw new StageFailure("%s cannot be read: %s".formatted(folder, e.getMessage()), e);
      }
    }
    return results;
  }

  private TrainConfig config(Cell cell) {
    return settings
        .withMethod(cell.method())
        .with(Map.of("imbalanceFactor", cell.factor(), "seed", cell.seed()))
        .config();
  }

  @SuppressWarnings("try") // the lock works by being there
  private Optional<CellResult> run(Cell cell) throws InterruptedException {
    TrainConfig config = config(cell);
    RunFolder out = new RunFolder(folder.resolve(cell.name()));
    try (Beginning beginning = beginnings.apply(config);
        ProcessLock lock = out.lock();
        TrainingRun run =
            TrainingRun.open(
                config,
                beginning.setup(out, folder.resolve("cache"), List.of(Part.TEST)),
                true,
                listener,
                stop)) {
      if (!run.run()) {
        return Optional.empty();
      }
      CellResult result =
          result(cell, config, run.results(), out.origin(), Machine.here(beginning.deviceName()));
      WholeFile.write(file(cell), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(result));
      return Optional.of(result);
    } catch (CancellationException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new StageFailure(
          "%s cannot be written: %s: choose another --out".formatted(out.path(), e.getMessage()),
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
      CellResult result = JSON.readValue(file.toFile(), CellResult.class);
      result.check(folder.resolve(result.cell().name()), config(result.cell()), origin);
      return result;
    } catch (IOException e) {
      throw new StageFailure(
          "%s cannot be read: %s: delete its folder to run the cell again"
              .formatted(file, e.getCause() == null ? e.getMessage() : e.getCause().getMessage()),
          e);
    }
  }

  private Path file(Cell cell) {
    return folder.resolve(cell.name()).resolve(RESULT);
  }
}
