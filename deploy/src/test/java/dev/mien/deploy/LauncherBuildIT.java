// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code mien} in a checkout, with a {@code mvn} that waits while a file is there. */
@Timeout(180)
class LauncherBuildIT {

  private static final String MAVEN =
      """
      #!/bin/sh
      echo built >>builds
      while [ -f hold ]; do sleep 0.05; done
      mkdir -p deploy/target/mien/lib
      touch deploy/target/mien/lib/a.jar deploy/target/mien/lib/b.jar
      """;

  @TempDir private Path folder;
  private Launcher launcher;

  @BeforeEach
  void checkOut() throws IOException {
    launcher = new Launcher(folder);
    launcher.executable("bin/mvn", MAVEN);
    Files.createDirectories(folder.resolve("deploy/src/main"));
    Files.createFile(folder.resolve("deploy/pom.xml"));
    Files.createFile(folder.resolve("pom.xml"));
  }

  @Test
  void twoThatAreStartedAtOnceBuildOnce() throws Exception {
    hold();
    Launcher.Started first = launcher.start(Map.of());
    Launcher.Started second = launcher.start(Map.of());
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> (printed(first) + printed(second)).contains("waiting"));
    release();

    assertThat(first.printed()).endsWith("dev.mien.deploy.Main>");
    assertThat(second.printed()).endsWith("dev.mien.deploy.Main>");
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void whatIsSavedWhileItBuildsIsBuiltTheNextTime() throws Exception {
    hold();
    Launcher.Started first = launcher.start(Map.of());
    await().atMost(Duration.ofMinutes(1)).until(() -> builds() == 1);
    Files.createFile(folder.resolve("deploy/src/main/New.java"));
    release();
    first.printed();

    launcher.start(Map.of()).printed();
    assertThat(builds()).isEqualTo(2);
    launcher.start(Map.of()).printed();
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void whatMavenWasStoppedInIsBuiltAgain() throws Exception {
    launcher.start(Map.of()).printed();
    Files.delete(folder.resolve("deploy/target/mien/lib/b.jar"));

    launcher.start(Map.of()).printed();
    assertThat(builds()).isEqualTo(2);
    launcher.start(Map.of()).printed();
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void aBuildThatWasKilledIsTakenOver() throws Exception {
    Process killed = new ProcessBuilder("true").start();
    killed.waitFor();
    Files.createDirectories(folder.resolve("target"));
    Files.createSymbolicLink(lock(), Path.of(Long.toString(killed.pid())));

    launcher.start(Map.of()).printed();

    assertThat(builds()).isEqualTo(1);
    assertThat(Files.isSymbolicLink(lock())).isFalse();
  }

  @Test
  void aBuildThatIsInterruptedUnlocks() throws Exception {
    hold();
    Launcher.Started interrupted = launcher.start(Map.of());
    await().atMost(Duration.ofMinutes(1)).until(() -> builds() == 1);
    interrupted.process().destroy();
    release();

    assertThat(interrupted.process().waitFor()).isEqualTo(143);
    assertThat(Files.isSymbolicLink(lock())).isFalse();
  }

  @Test
  void aBuildThatFailsUnlocks() throws Exception {
    launcher.executable("bin/mvn", "#!/bin/sh\nexit 1\n");
    Launcher.Started failed = launcher.start(Map.of());

    assertThat(failed.process().waitFor()).isEqualTo(1);
    assertThat(printed(failed)).contains("the build failed");
    assertThat(Files.isSymbolicLink(lock())).isFalse();
  }

  private Path lock() {
    return folder.resolve("target/.building");
  }

  private void hold() throws IOException {
    Files.createFile(folder.resolve("hold"));
  }

  private void release() throws IOException {
    Files.delete(folder.resolve("hold"));
  }

  private long builds() throws IOException {
    Path builds = folder.resolve("builds");
    return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
  }

  private static String printed(Launcher.Started started) throws IOException {
    return Files.readString(started.output());
  }
}
