// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a run was computed on.
 *
 * @param processors that the process may use
 * @param processor its name
 * @param device that networks ran on, for example {@code cpu}
 * @param java its version
 */
record Machine(int processors, String processor, String device, String java) {

  private static final Path LINUX = Path.of("/proc/cpuinfo");

  /** Describes this one. */
  static Machine here(String device) {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        processorName(),
        device,
        Integer.toString(Runtime.version().feature()));
  }

  private static String processorName() {
    String architecture = System.getProperty("os.arch");
    if (!Files.exists(LINUX)) {
      return architecture;
    }
    try (Stream<String> lines = Files.lines(LINUX)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(architecture);
    } catch (IOException e) {
      return architecture;
    }
  }

  @Override
  public String toString() {
    return "%d x %s, %s, Java %s".formatted(processors, processor, device, java);
  }
}
