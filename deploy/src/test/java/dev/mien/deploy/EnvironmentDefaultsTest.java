// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

class EnvironmentDefaultsTest {

  @Command(mixinStandardHelpOptions = true)
  static final class Sample {
    @Option(names = "--min-face", defaultValue = "40")
    int minFace;

    @Option(names = "--metrics-port", defaultValue = "-1")
    int metricsPort;

    @Option(names = "--source")
    String source = "";

    @Option(names = "--resume")
    boolean resume;

    @Option(names = "--align-maps", negatable = true, defaultValue = Option.NULL_VALUE)
    @Nullable Boolean alignMaps;
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
  void aValueOfTheEnvironmentIsTakenAsItIs() {
    for (String source : List.of("rtsp://u:pa$$w@cam/1", "${HOME}$${x}", "$", "a$b$$$")) {
      assertThat(sample(Map.of("MIEN_SOURCE", source)).source).isEqualTo(source);
    }
  }

  @Test
  void withoutEitherTheDefaultHolds() {
    assertThat(parse(Map.of("OTHER", "24"))).isEqualTo(40);
  }

  @Test
  void aFlagThatIsGivenMeansTheSameWhateverTheEnvironmentSays() {
    for (String said : List.of("true", "false")) {
      Map<String, String> environment = Map.of("MIEN_RESUME", said, "MIEN_ALIGN_MAPS", said);

      assertThat(sample(environment, "--resume").resume).as(said).isTrue();
      assertThat(sample(environment, "--align-maps").alignMaps).as(said).isTrue();
      assertThat(sample(environment, "--no-align-maps").alignMaps).as(said).isFalse();
      assertThat(sample(environment).resume).isEqualTo(Boolean.valueOf(said));
      assertThat(sample(environment).alignMaps).isEqualTo(Boolean.valueOf(said));
    }
  }

  @Test
  void aFlagThatNobodySetsIsLeftAlone() {
    assertThat(sample(Map.of()).resume).isFalse();
    assertThat(sample(Map.of()).alignMaps).isNull();
  }

  @Test
  void theHelpIsNotAskedForByTheEnvironment() {
    assertThat(parse(Map.of("MIEN_VERSION", "0.1.0", "MIEN_HELP", "true"))).isEqualTo(40);
  }

  @Test
  void aBlankVariableIsNone() {
    assertThat(parse(Map.of("MIEN_MIN_FACE", ""))).isEqualTo(40);
    assertThat(parse(Map.of("MIEN_MIN_FACE", " "))).isEqualTo(40);
  }

  @Test
  void whereKubernetesSaysAServiceIsIsNotAPort() {
    for (String link : List.of("tcp://10.0.0.1:8090", "udp://10.0.0.1:8090")) {
      assertThat(sample(Map.of("MIEN_METRICS_PORT", link)).metricsPort).isEqualTo(-1);
    }
  }

  @Test
  void theVariableOfTheCommandGoesFirst() {
    Map<String, String> environment = Map.of("MIEN_DETECTOR_MIN_FACE", "24", "MIEN_MIN_FACE", "80");

    assertThat(option("--min-face", environment, "detector")).isEqualTo(24);
    assertThat(option("--min-face", environment, "bench")).isEqualTo(80);
  }

  @Test
  void theVariableOfACommandBelowAnotherHasBothNames() {
    Map<String, String> environment = Map.of("MIEN_TOPICS_CREATE_PARTITIONS", "3");

    assertThat(option("--partitions", environment, "topics", "create")).isEqualTo(3);
  }

  @Test
  void noTwoCommandsGetTheSameApplication() {
    Map<String, String> environment =
        Map.of("MIEN_APPLICATION", "both", "MIEN_DETECTOR_APPLICATION", "one");

    assertThat(option("--application", environment, "detector")).isEqualTo("one");
    assertThat(option("--application", environment, "rates")).isNull();
  }

  private static Object option(String name, Map<String, String> environment, String... command) {
    ParseResult parsed = Main.commandLine(environment).parseArgs(command);
    while (parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    return parsed.commandSpec().findOption(name).getValue();
  }

  private static int parse(Map<String, String> environment, String... args) {
    return sample(environment, args).minFace;
  }

  private static Sample sample(Map<String, String> environment, String... args) {
    Sample sample = new Sample();
    CommandLine line = new CommandLine(sample);
    new EnvironmentDefaults(environment).apply(line);
    line.parseArgs(args);
    return sample;
  }

  /** {@code MIEN_DETECTOR_THREADS}: of the detector, not of every "--detector-threads". */
  @Test
  void aVariableOfACommandIsNoOtherOptionsVariable() {
    Map<String, String> ofOneCommand = new TreeMap<>();
    Map<String, String> ofAll = new TreeMap<>();
    collect(Main.commandLine(Map.of()), ofOneCommand, ofAll);
    ofOneCommand.keySet().retainAll(ofAll.keySet());

    // The id of the detectors that ingest waits for is theirs; both are ports of the live page.
    assertThat(ofOneCommand.keySet())
        .containsExactly("MIEN_DASHBOARD_PORT", "MIEN_DETECTOR_APPLICATION");
  }

  private static void collect(
      CommandLine line, Map<String, String> ofOneCommand, Map<String, String> ofAll) {
    for (OptionSpec option : line.getCommandSpec().options()) {
      if (option.usageHelp() || option.versionHelp()) {
        continue;
      }
      List<String> names = EnvironmentDefaults.variables(option).toList();
      ofOneCommand.put(names.get(0), option.longestName());
      names.stream().skip(1).forEach(name -> ofAll.put(name, option.longestName()));
    }
    line.getSubcommands().values().forEach(below -> collect(below, ofOneCommand, ofAll));
  }
}
