// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.runtime.StageFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class OriginTest {

  private static final Path FOLDER = Path.of("runs/a");
  private static final StartWeights FACES = new StartWeights("faces.pth", "f1f1", List.of());
  private final Origin origin = new Origin("d1d1", FACES, "mien 1, commit abc");

  @Test
  void sameContentUnderAnotherNameIsTheSame() {
    Origin copy = new Origin("d1d1", new StartWeights("copy.pth", "f1f1", List.of()), "mien 2");

    assertThatCode(() -> origin.check(FOLDER, copy)).doesNotThrowAnyException();
  }

  @Test
  void saysBothHashesAndWhatToDo() {
    assertThatThrownBy(() -> origin.checkData(FOLDER, "d2d2"))
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll("runs/a", "d1d1", "d2d2", "Give the same --data");
    assertThatThrownBy(
            () -> origin.check(FOLDER, new Origin("d1d1", StartWeights.RANDOM, "mien 1")))
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll("faces.pth (SHA-256 f1f1)", "random weights", "--weights");
  }

  @Test
  void otherRenamesAreOtherWeights() {
    StartWeights renamed = new StartWeights("faces.pth", "f1f1", List.of("a=b"));

    assertThatThrownBy(() -> origin.check(FOLDER, new Origin("d1d1", renamed, "mien 1")))
        .hasMessageContaining("renamed by [a=b]");
  }

  @Test
  void aRunThatOtherCodeResumesNamesBoth() {
    Origin resumed = origin.resumed();

    assertThat(resumed.code()).isEqualTo("mien 1, commit abc, then " + CodeVersion.text());
    assertThat(resumed.resumed()).isEqualTo(resumed);
  }

  @Test
  void theCommitIsUnknownWhereTheBuildHadNone() {
    Properties none = new Properties();
    Properties some = new Properties();
    some.setProperty("git.commit.id.abbrev", "abc");
    some.setProperty("git.dirty", "true");

    assertThat(CodeVersion.commit(none)).isEqualTo("unknown");
    assertThat(CodeVersion.commit(some)).isEqualTo("abc with changes");
    assertThat(CodeVersion.text()).startsWith("mien ").contains(", commit ");
  }
}
