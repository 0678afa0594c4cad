// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class LearningOptionsTest {

  @Command
  private static final class Options {
    @Mixin private MethodOptions method;
    @Mixin private LearningOptions learning;
  }

  static Map<String, Object> values(String... arguments) {
    Options options = new Options();
    new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
    Map<String, Object> values = new LinkedHashMap<>();
    options.method.addTo(values);
    options.learning.addTo(values);
    return values;
  }

  @Test
  void whatIsNotSaidIsLeftToTheSettings() {
    assertThat(values()).isEmpty();
  }

  @Test
  void switchesCanBeTurnedOffAsWell() {
    assertThat(
            values("--fit-prior", "--weights-outside", "--rac", "--weigh-pictures", "--both-views"))
        .containsOnly(
            Map.entry("fitPrior", true),
            Map.entry("method.bothViews", true),
            Map.entry("method.weightedLoss", true),
            Map.entry("method.insideSquare", false),
            Map.entry("method.rebalanced", true),
            Map.entry("method.consistency", true));
    assertThat(
            values(
                "--no-fit-prior",
                "--no-weights-outside",
                "--no-rac",
                "--no-weigh-pictures",
                "--no-both-views"))
        .containsOnly(
            Map.entry("fitPrior", false),
            Map.entry("method.bothViews", false),
            Map.entry("method.weightedLoss", false),
            Map.entry("method.insideSquare", true),
            Map.entry("method.consistency", false));
  }
}
