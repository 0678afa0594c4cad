// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private CommandLine line = Main.commandLine(Map.of());

  @Test
  void helpNamesEveryCommandOnce() {
    assertThat(run("--help")).isZero();

    for (String command : commands()) {
      assertThat(out.toString().lines().filter(line -> line.startsWith("   " + command + " ")))
          .as(command)
          .hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandSaysHowItIsUsed(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out.toString()).startsWith("usage: mien " + command).contains("--help");
  }

  private static Set<String> commands() {
    return Main.commandLine(Map.of()).getSubcommands().keySet();
  }

  @Test
  void noCommandIsWrongUsage() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("no command given").contains("mien --help");
  }

  @Test
  void anUnknownCommandIsWrongUsageAndGetsASuggestion() {
    assertThat(run("clasify")).isEqualTo(2);
    assertThat(err.toString()).contains("clasify").contains("mien classify");
  }

  @ParameterizedTest
  @ValueSource(strings = {"detector", "watch", "topics check", "models list"})
  void aBrokerWhoseNameHasNoAddressDoesNotAnswer(String command) {
    String words = command + " --bootstrap-servers bogus.invalid:9092";

    assertThat(run(words.split(" "))).isEqualTo(1);
    assertThat(err.toString())
        .contains("no answer from Kafka")
        .contains("'mien broker'")
        .contains("--bootstrap-servers");
  }

  @Test
  void aPathThatIsNotThereIsNamed() {
    assertThat(run("classify", "no/such/picture.jpg")).isEqualTo(2);
    assertThat(err.toString()).contains("no/such/picture.jpg: no such file or folder");
  }

  @Test
  void aMissingOptionIsNamed() {
    assertThat(run("ingest", "--camera", "door")).isEqualTo(2);
    assertThat(err.toString()).contains("--source");
  }

  @Test
  void aVariableThatIsRefusedIsNamed() {
    line = Main.commandLine(Map.of("MIEN_PORT", "eighty"));

    assertThat(run("dashboard")).isEqualTo(2);
    assertThat(err.toString()).contains("--port", "'eighty'", "(set by MIEN_PORT)");
    assertThat(run("dashboard", "--port", "ninety")).isEqualTo(2);
    assertThat(err.toString().lines().filter(said -> said.contains("ninety")))
        .singleElement(InstanceOfAssertFactories.STRING)
        .doesNotContain("MIEN_PORT");
  }

  @Test
  void aDelayWithoutEndIsRefused() {
    assertThat(run("ingest", "--source", "rtsp://a/b", "--camera", "a", "--max-delay", "Infinity"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("expected 1 to 3600");
  }

  @Test
  void aJpegQualityThatDoesNotExistIsRefused() {
    assertThat(run("ingest", "--source", "rtsp://a/b", "--camera", "a", "--jpeg-quality", "101"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("JPEG quality is 101, expected 1 to 100");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ingest --camera", "cameras add"})
  void aHeightThatNoFrameHasIsRefused(String command) {
    String words = command + " a --source rtsp://a/b --max-height 0";

    assertThat(run(words.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains("--max-height is 0, expected 1 to 16384");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ingest --camera", "cameras add"})
  void anOptionThatFfmpegDoesNotKnowIsRefusedAtOnce(String command) {
    String words = command + " a --source rtsp://a/b --ffmpeg-option rtsp_transprt=udp";

    assertThat(run(words.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains("--ffmpeg-option rtsp_transprt: FFmpeg has no such");
  }

  @Test
  void theClipOfTheDemoTakesNoOptionsOfFfmpeg() {
    assertThat(run("demo", "--ffmpeg-option", "user_agent=me")).isEqualTo(2);
    assertThat(err.toString()).contains("--ffmpeg-option is for a --source of yours");
  }

  @Test
  void aValueWithoutItsNameIsNotShown() {
    String token = "Authorization: Basic s3cret==";

    assertThat(run("ingest", "--source", "a", "--camera", "a", "--ffmpeg-option", token))
        .isEqualTo(2);
    assertThat(err.toString()).contains("expected name=value").doesNotContain("s3cret");
  }

  @Test
  void anOptionOfFfmpegMayStandInTheEnvironmentAndIsNotShown() {
    line = Main.commandLine(Map.of("MIEN_FFMPEG_OPTION", "s3cret"));

    assertThat(run("ingest", "--source", "rtsp://a/b", "--camera", "a")).isEqualTo(2);
    assertThat(err.toString()).contains("--ffmpeg-option").doesNotContain("s3cret");
  }

  @Test
  @Timeout(60) // a broker that took another port would run for ever
  void aBrokerThatIsToldAPortTakesNoOther(@TempDir Path folder) throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      assertThat(run("broker", "--port", port, "--data", folder.toString())).isEqualTo(1);
      assertThat(err.toString()).contains("port " + port + " is not free", "--port");
    }
  }

  @Test
  void aBrokerGetsNoPartitionsThatNoTopicCanHave(@TempDir Path folder) {
    assertThat(run("broker", "--partitions", "0", "--data", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("partitions is 0, expected 1 to 10000");
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--mend", "--partitions 12"})
  void stateIsDroppedOnlyForOtherPartitionsOfTopicsThatAreThere(String one) {
    assertThat(run(("topics create --drop-state " + one).split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains("--drop-state", "--mend", "--partitions");
  }

  @Test
  void classesThatNoModelCanHaveGetNoTopics() {
    assertThat(run("topics", "create", "--classes", "neutral,Fear!")).isEqualTo(2);
    assertThat(err.toString()).contains("--classes is [neutral, Fear!], expected 2 to 100");
  }

  @Test
  void aTopicWithoutProbabilitiesIsNotWatchedForEmotions() {
    assertThat(run("watch", "--topic", "mien.faces", "--emotion", "fear")).isEqualTo(2);
    assertThat(err.toString()).contains("'mien.faces' has no probabilities", "mien.emotions");
  }

  @Test
  void facesToWaitForWithoutACheckAreRefused() {
    assertThat(run("models", "promote", "v2", "--after", "5000")).isEqualTo(2);
    assertThat(err.toString()).contains("--after 5000", "--if-agreement");
  }

  @Test
  void aHeaderOfTracesThatGoNowhereIsRefused() {
    assertThat(run("detector", "--otlp-header", "authorization=s3cret")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--otlp-header", "--otlp-endpoint")
        .doesNotContain("s3cret");
  }

  @Test
  void aPartThatDoesNotExistIsNamedWithThoseThatDo() {
    assertThat(run("evaluate", "--data", "x.faces", "--part", "exam")).isEqualTo(2);
    assertThat(err.toString()).containsIgnoringCase("train, validation, test");
  }

  @Test
  void aStrengthThatDoesNotExistIsNamedWithThoseThatDo() {
    assertThat(run("evaluate", "--data", "x.faces", "--changed", "harder")).isEqualTo(2);
    assertThat(err.toString()).contains("--changed", "'harder'", "none, light, moderate, strong");
  }

  @Test
  void facesOfTheTrainPartAreNotComparedWithThemselves() {
    assertThat(run("evaluate --data x.faces --left-out --part train".split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains("--left-out is for --part validation or test");
  }

  @Test
  void facesThatAreMissingAreNamed() {
    assertThat(run("evaluate", "--data", "no/such.faces")).isEqualTo(1);
    assertThat(err.toString()).contains("no/such.faces", "mien data prepare");
  }

  private int run(String... args) {
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(args);
  }
}
