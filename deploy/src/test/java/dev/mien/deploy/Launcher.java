// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The script {@code mien} in a folder, with a {@code java} that says what it was started with. */
final class Launcher {

  private static final String JAVA =
      """
      #!/bin/sh
      if [ "$1" = -version ]; then echo 'openjdk version "17.0.1"' >&2; exit; fi
      env
      printf '<%s>' "$@"
      """;

  private final Path folder;

  Launcher(Path folder) throws IOException {
    this.folder = folder;
    executable("mien", Files.readString(Path.of("..", "mien")));
    executable("bin/java", JAVA);
  }

  /** A process, and the file that it prints into. */
  record Started(Process process, Path output) {

    /** Returns what it has printed when it is done. */
    String printed() throws IOException, InterruptedException {
      int exit = process.waitFor();
      String printed = Files.readString(output);
      assertThat(exit).as(printed).isZero();
      return printed;
    }
  }

  void executable(String name, String script) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  Started start(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(folder.resolve("mien").toString()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(output.toFile());
    Map<String, String> variables = builder.environment();
    variables.keySet().removeIf(name -> name.matches("(MALLOC|OMP|MIEN)_.*"));
    variables.put("JAVA_HOME", folder.toString());
    variables.merge(
        "PATH", folder.resolve("bin").toString(), (path, bin) -> bin + File.pathSeparator + path);
    variables.putAll(environment);
    return new Started(builder.start(), output);
  }
}
