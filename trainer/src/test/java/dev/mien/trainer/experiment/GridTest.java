// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mien.classifier.model.DeviceChoice;
import dev.mien.runtime.ProcessLock;
import dev.mien.runtime.StageFailure;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.data.PaintedFaces;
import dev.mien.trainer.data.Part;
import dev.mien.trainer.run.InitialModel;
import dev.mien.trainer.run.Origin;
import dev.mien.trainer.run.RunFolder;
import dev.mien.trainer.run.RunListener;
import dev.mien.trainer.run.Settings;
import dev.mien.trainer.run.StartWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GridTest {

  private static final List<String> CLASSES = List.of("neutral", "happiness");
  private static final List<Cell> CELLS =
      List.of(new Cell("baseline", 2, 1), new Cell("rac+rsl", 2, 1));

  @TempDir private Path folder;
  private FaceSet faces;
  private final List<Cell> started = new ArrayList<>();
  private final List<Cell> left = new ArrayList<>();
  private final Map<Cell, String> failed = new LinkedHashMap<>();

  @BeforeEach
  void paint() throws IOException {
    PaintedFaces painted = new PaintedFaces(112, 0, CLASSES);
    for (Part part : Part.values()) {
      painted.plain(0, part, 200, 20, 20).plain(1, part, 20, 20, 200);
    }
    faces = painted.write(folder.resolve("painted.faces"));
  }

  @AfterEach
  void close() {
    faces.close();
  }

  private Table4 run(BooleanSupplier stop) throws InterruptedException {
    return run(stop, 2, StartWeights.RANDOM);
  }

  private Table4 run(BooleanSupplier stop, int batch, StartWeights start)
      throws InterruptedException {
    return run(CELLS, stop, batch, start);
  }

  private Table4 run(List<Cell> cells, BooleanSupplier stop, int batch, StartWeights start)
      throws InterruptedException {
    return grid(shared(batch), start, stop).run(cells, heard());
  }

  private static Settings shared(int batch) {
    return Settings.defaults()
        .with(
            Map.of(
                "epochs", 1, "batch", batch, "freeze", List.of("stem", "stage1"), "versions", 1));
  }

  private Grid grid(Settings settings, StartWeights start, BooleanSupplier stop) {
    return new Grid(
        folder.resolve("table"),
        settings,
        Origin.now(faces.hash(), start),
        config -> InitialModel.of(config, faces, null, new DeviceChoice.Cpu()),
        RunListener.NONE,
        stop);
  }

  private GridListener heard() {
    return new GridListener() {
      @Override
      public void started(Cell cell) {
        started.add(cell);
      }

      @Override
      public void left(Cell cell) {
        left.add(cell);
      }

      @Override
      public void failed(Cell cell, StageFailure reason) {
        failed.put(cell, String.valueOf(reason.getMessage()));
      }
    };
  }

  @Test
  void aRunThatFailsDoesNotCostTheOthers() throws InterruptedException, IOException {
    Path broken = Files.createDirectories(folder.resolve("table/baseline-2-1"));
    Files.writeString(broken.resolve("checkpoint.safetensors"), "no checkpoint");

    Table4 table = run(() -> false);

    assertThat(failed.keySet()).containsExactly(CELLS.get(0));
    assertThat(failed.get(CELLS.get(0))).contains("checkpoint.safetensors");
    assertThat(table.results()).map(CellResult::cell).containsExactly(CELLS.get(1));
  }

  @Test
  void resultsOfAnOlderVersionLackItsNewSettings() throws InterruptedException, IOException {
    run(() -> false);
    Path result = folder.resolve("table/baseline-2-1/result.json");
    ObjectNode old = (ObjectNode) new ObjectMapper().readTree(result.toFile());
    ((ObjectNode) old.get("settings")).remove("clip");
    Files.writeString(result, old.toString());

    assertThat(run(() -> false).results()).hasSize(2);
    assertThat(started).as("each once").isEqualTo(CELLS);
  }

  @Test
  void whatIsDoneIsNotRunAgain() throws InterruptedException {
    String first = run(() -> false).markdown(CLASSES, true, DoubleUnaryOperator.identity());
    String again = run(() -> false).markdown(CLASSES, true, DoubleUnaryOperator.identity());

    assertThat(started).isEqualTo(CELLS);
    assertThat(again).isEqualTo(first).contains("baseline, seed 1", "rac+rsl, seed 1");
  }

  @Test
  void whatEarlierCommandsDidStaysInTheTable() throws InterruptedException {
    run(CELLS.subList(0, 1), () -> false, 2, StartWeights.RANDOM);
    Table4 table = run(CELLS.subList(1, 2), () -> false, 2, StartWeights.RANDOM);

    assertThat(table.results()).map(CellResult::cell).containsExactlyElementsOf(CELLS);
  }

  @Test
  void whatIsDoneStandsForTheSameCellOnly() throws InterruptedException, IOException {
    run(() -> false);
    StartWeights others = new StartWeights("faces.pth", "f1f1", List.of());
    Path result = folder.resolve("table/baseline-2-1/result.json");

    assertThatThrownBy(() -> run(() -> false, 3, StartWeights.RANDOM))
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll("baseline-2-1", "batch was 2, is 3 now", "another --out");
    assertThatThrownBy(() -> run(() -> false, 2, others))
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll("random weights", "faces.pth (SHA-256 f1f1)");
    ObjectNode old = (ObjectNode) new ObjectMapper().readTree(result.toFile());
    old.remove(List.of("origin", "machine", "finished"));
    Files.writeString(result, old.toString());
    assertThatThrownBy(() -> run(() -> false))
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll(result.toString(), "older versions", "delete its folder");
    assertThat(started).isEqualTo(CELLS);
  }

  @Test
  @SuppressWarnings("try") // the lock works by being there
  void whatAnotherProcessRunsIsLeftToIt() throws InterruptedException {
    try (ProcessLock other = new RunFolder(folder.resolve("table/baseline-2-1")).lock()) {
      Table4 table = run(() -> false);

      assertThat(left).containsExactly(CELLS.get(0));
      assertThat(started).containsExactly(CELLS.get(1));
      assertThat(table.has(CELLS.get(0))).isFalse();
      assertThat(table.has(CELLS.get(1))).isTrue();
    }
  }

  @Test
  void whatAnotherProcessDidMeanwhileStandsInTheTable() throws InterruptedException {
    Cell late = new Cell("cb", 2, 1);
    AtomicBoolean other = new AtomicBoolean(true);
    BooleanSupplier first =
        () -> {
          if (other.getAndSet(false)) {
            runElsewhere(late);
          }
          return false;
        };

    Table4 table = run(List.of(CELLS.get(0), late), first, 2, StartWeights.RANDOM);

    assertThat(table.results()).map(CellResult::cell).containsExactly(CELLS.get(0), late);
    assertThat(started).as("each once").containsExactly(late, CELLS.get(0));
  }

  private void runElsewhere(Cell cell) {
    try {
      run(List.of(cell), () -> false, 2, StartWeights.RANDOM);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void settingsThatDoNotFitAreRefusedBeforeAnythingRuns() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(CELLS, () -> false, 0, StartWeights.RANDOM))
        .withMessageContaining("batch is 0");
    assertThat(started).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, Double.POSITIVE_INFINITY, Double.NaN})
  void noSubsetHasSuchAFactor(double factor) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Cell("baseline", factor, 1))
        .withMessageContaining("imbalance factor " + factor);
  }

  @Test
  void theTableTellsOfMachineCodeAndSettings() throws InterruptedException {
    assertThat(run(() -> false).markdown(CLASSES, true, DoubleUnaryOperator.identity()))
        .contains("| baseline-2-1 | 20", " cpu, Java ", "| random | mien ", ", commit ")
        .endsWith(
            "defaults: `batch: 2`, `epochs: 1`, `freeze: [\"stem\",\"stage1\"]`, `versions: 1`.\n");
  }

  @Test
  void aFactorThatTheDataCannotHaveIsSaid() throws InterruptedException {
    Table4 table = run(CELLS.subList(0, 1), () -> false, 2, StartWeights.RANDOM);

    assertThat(table.markdown(CLASSES, true, factor -> 2.05))
        .as("whole pictures round it")
        .contains("## Imbalance factor 2\n");
    assertThat(table.markdown(CLASSES, true, factor -> 75.3))
        .contains("## Imbalance factor 2 (75.3 in this data)\n");
  }

  @Test
  void settingsOfSomeMethodsAreToldApart() throws InterruptedException {
    Cell published = new Cell("eac", 2, 1);
    Settings weak = shared(2).with(Map.of("method.lambda", 0.2));
    Table4 table =
        grid(weak, StartWeights.RANDOM, () -> false).run(List.of(published, CELLS.get(1)), heard());

    assertThat(table.markdown(CLASSES, true, DoubleUnaryOperator.identity()))
        .endsWith("`versions: 1`.\nOf rac+rsl also: `method.lambda: 0.2`.\n");
  }

  @Test
  void publishedFiguresStandBesideTheSameDataOnly() throws InterruptedException {
    Table4 table = run(List.of(new Cell("baseline", 100, 1)), () -> false, 2, StartWeights.RANDOM);

    assertThat(table.markdown(CLASSES, true, DoubleUnaryOperator.identity()))
        .contains("Ours (paper)");
    assertThat(table.markdown(CLASSES, false, DoubleUnaryOperator.identity()))
        .doesNotContain("(paper)");
  }

  @Test
  void factorsKeepTheirFractions() {
    assertThat(new Cell("eac", 1.5, 3).name()).isEqualTo("eac-1.5-3");
    assertThat(new Cell("eac", 100, 3).name()).isEqualTo("eac-100-3");
  }

  @Test
  void aGridThatIsToStopStartsNothing() throws InterruptedException {
    Table4 table = run(() -> true);

    assertThat(started).isEmpty();
    assertThat(table.results()).isEmpty();
  }

  @Test
  void publishedFiguresStandInTheTable() {
    assertThat(Published.rows(100))
        .extracting(Published::markdown)
        .contains(
            "| Ours (paper) | 91.56 | 94.85 | 92.42 | 77.34 | 82.78 | 54.22 | 38.89 | 88.81 |"
                + " 76.01 |")
        .hasSize(4);
  }

  @Test
  void aMethodThatThereIsNotIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Cell("magic", 100, 1))
        .withMessageContaining("no method 'magic'");
  }
}
