// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class EnvironmentDefaultsTest {

  @Command
  static final class Sample {
    @Option(names = "--min-face", defaultValue = "40")
    int minFace;
  }

  @Test
  void anOptionThatIsNotGivenComesFromTheEnvironment() {
    assertThat(parse(Map.of("MIEN_MIN_FACE", "24"))).isEqualTo(24);
  }

  @Test
  void anOptionThatIsGivenWinsOverTheEnvironment() {
    assertThat(parse(Map.of("MIEN_MIN_FACE", "24"), "--min-face", "80")).isEqualTo(80);
  }

  @Test
  void withoutEitherTheDefaultHolds() {
    assertThat(parse(Map.of("OTHER", "24"))).isEqualTo(40);
  }

  private static int parse(Map<String, String> environment, String... args) {
    Sample sample = new Sample();
    new CommandLine(sample)
        .setDefaultValueProvider(new EnvironmentDefaults(environment))
        .parseArgs(args);
    return sample.minFace;
  }
}
