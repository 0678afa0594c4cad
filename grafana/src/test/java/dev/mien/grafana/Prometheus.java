// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The real server with our configuration, looking every second. */
final class Prometheus implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final String address;

  private Prometheus(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Skips the test where the command of Debian's package {@code prometheus} is missing; a build
   * that is to run every test fails.
   */
  static void assumeInstalled(String command) {
    boolean installed =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    String missing = command + " is not here: apt-get install prometheus";
    if (Boolean.parseBoolean(System.getenv("MIEN_REQUIRE_TOOLS"))) {
      assertThat(installed).as(missing).isTrue();
    }
    assumeTrue(installed, missing);
  }

  /**
   * Starts one.
   *
   * @param folder for its data and a copy of the configuration
   * @param target port that it scrapes
   */
  static Prometheus start(Path folder, int target) throws IOException {
    for (String file : List.of("prometheus.yml", "rules.yml", "alerts.yml", "targets.yml")) {
      String text = Files.readString(Path.of("prometheus", file));
      Files.writeString(
          folder.resolve(file),
          text.replaceAll("interval: (5s|1m)", "interval: 1s")
              .replace("9400", String.valueOf(target)));
    }
    String address = "127.0.0.1:" + freePort();
    Process process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + folder.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=" + address)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    return new Prometheus(process, address);
  }

  /** Returns whether it answers. */
  boolean isReady() {
    try {
      return get("/-/ready").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns the series that a query gives now. */
  List<JsonNode> query(String expression) throws IOException {
    JsonNode data = data("/api/v1/query?query=" + encoded(expression));
    return Dashboard.list(data.path("result"));
  }

  /** Returns the values of a label, as a variable of a dashboard asks for them. */
  List<JsonNode> labelValues(String metric, String label) throws IOException {
    return Dashboard.list(data("/api/v1/label/" + label + "/values?match[]=" + encoded(metric)));
  }

  /** Returns recording and alerting rules. */
  List<JsonNode> rules() throws IOException {
    return Dashboard.list(data("/api/v1/rules").path("groups")).stream()
        .flatMap(group -> Dashboard.list(group.path("rules")).stream())
        .toList();
  }

  private JsonNode data(String path) throws IOException {
    JsonNode answer = JSON.readTree(get(path).body());
    if (!answer.path("status").asText().equals("success")) {
      throw new IOException(path + ": " + answer);
    }
    return answer.path("data");
  }

  private HttpResponse<String> get(String path) throws IOException {
    URI uri = URI.create("http://" + address + path.replace("[]", "%5B%5D"));
    try {
      return client.send(
          HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
