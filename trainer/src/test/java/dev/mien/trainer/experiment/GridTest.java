// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mien.classifier.model.DeviceChoice;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.data.PaintedFaces;
import dev.mien.trainer.data.Part;
import dev.mien.trainer.run.Beginning;
import dev.mien.trainer.run.RunListener;
import dev.mien.trainer.run.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GridTest {

  private static final List<String> CLASSES = List.of("neutral", "happiness");
  private static final List<Cell> CELLS =
      List.of(new Cell("baseline", 2, 1), new Cell("rac+rsl", 2, 1));

  @TempDir private Path folder;
  private FaceSet faces;
  private final List<Cell> started = new ArrayList<>();

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

  private Table run(BooleanSupplier stop) throws InterruptedException {
    Settings settings =
        Settings.defaults()
            .with(
                Map.of(
                    "epochs", 1, "batch", 2, "freeze", List.of("stem", "stage1"), "versions", 1));
    Grid grid =
        new Grid(
            folder.resolve("table"),
            settings,
            config -> Beginning.of(config, faces, null, new DeviceChoice.Cpu()),
            RunListener.NONE,
            stop);
    return grid.run(CELLS, started::add);
  }

  @Test
  void whatIsDoneIsNotRunAgain() throws InterruptedException {
    String first = run(() -> false).markdown(CLASSES, "A machine.");
    String again = run(() -> false).markdown(CLASSES, "A machine.");

    assertThat(started).isEqualTo(CELLS);
    assertThat(again).isEqualTo(first).contains("baseline, seed 1", "rac+rsl, seed 1");
  }

  @Test
  void aGridThatIsToStopStartsNothing() throws InterruptedException {
    Table table = run(() -> true);

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
