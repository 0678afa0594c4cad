// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code mien}, with a {@code java} that says what it was started with. */
class LauncherIT {

  private static final String JAVA =
      """
      #!/bin/sh
      if [ "$1" = -version ]; then echo 'openjdk version "17.0.1"' >&2; exit; fi
      env
      printf '<%s>' "$@"
      """;

  @TempDir private Path folder;

  @BeforeEach
  void install() throws IOException {
    executable("mien", Files.readString(Path.of("..", "mien")));
    executable("bin/java", JAVA);
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

  private void executable(String name, String script) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String started(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(folder.resolve("mien").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.matches("MALLOC_.*|OMP_.*|MIEN_.*"));
    builder.environment().put("JAVA_HOME", folder.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }
}
