// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code mien}, with a {@code java} that says what it was started with. */
class LauncherIT {

  @TempDir private Path folder;
  private Launcher launcher;

  @BeforeEach
  void install() throws IOException {
    launcher = new Launcher(folder);
  }

  @Test
  void argumentsArriveAsTheyAre() throws Exception {
    assertThat(started(Map.of(), "classify", "a photo.jpg", ""))
        .endsWith("dev.mien.deploy.Main><classify><a photo.jpg><>")
        .doesNotContain("TieredStopAtLevel", "MALLOC_", "OMP_WAIT_POLICY");
    assertThat(started(Map.of())).endsWith("dev.mien.deploy.Main>");
  }

  @Test
  void aDemoLeavesTheCoresToTheStages() throws Exception {
    assertThat(started(Map.of(), "demo")).contains("<-XX:TieredStopAtLevel=1>");
    assertThat(started(Map.of("MIEN_JAVA_OPTS", "-XX:TieredStopAtLevel=4 -Xmx1g"), "demo"))
        .contains("<-XX:TieredStopAtLevel=1><-XX:TieredStopAtLevel=4><-Xmx1g>");
  }

  @Test
  void aTrainingKeepsItsMemory() throws Exception {
    for (List<String> command :
        List.of(List.of("train", "--help"), List.of("experiments"), List.of("bench", "train"))) {
      assertThat(started(Map.of(), command.toArray(String[]::new)))
          .contains("MALLOC_ARENA_MAX=1\n", "MALLOC_MMAP_MAX_=0\n", "OMP_WAIT_POLICY=passive\n");
    }
    assertThat(started(Map.of(), "bench")).doesNotContain("MALLOC_");
  }

  @Test
  void whatTheUserSetsStays() throws Exception {
    Map<String, String> own = Map.of("MALLOC_ARENA_MAX", "8", "OMP_WAIT_POLICY", "active");

    assertThat(started(own, "train"))
        .contains("MALLOC_ARENA_MAX=8\n", "OMP_WAIT_POLICY=active\n")
        .doesNotContain("MALLOC_MMAP_MAX_", "MALLOC_TRIM_THRESHOLD_");
  }

  @Test
  @DisabledOnOs(OS.MAC)
  void filesMayBeNamedInAnyLanguage() throws Exception {
    for (String plain : List.of("", "C", "POSIX", "xx_XX.UTF-8")) { // the last is not installed
      assertThat(started(Map.of("LC_ALL", plain, "LC_CTYPE", "", "LANG", "")))
          .contains("LC_ALL=C.UTF-8\n");
    }
    assertThat(started(Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", "C.UTF-8")))
        .doesNotContain("LC_ALL=C.UTF-8");
  }

  private String started(Map<String, String> environment, String... arguments) throws Exception {
    return launcher.start(environment, arguments).printed();
  }
}
