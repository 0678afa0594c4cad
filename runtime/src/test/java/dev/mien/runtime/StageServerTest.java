// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.runtime.Health.State;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StageServerTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile Health health = new Health(State.STARTING, "not started");
  private StageServer server;

  @BeforeEach
  void start() {
    server = server(0);
    server.start();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void livingAndBeingReadyAreTwoQuestions() throws Exception {
    assertThat(status("/health/live")).isEqualTo(200);
    assertThat(status("/health/ready")).isEqualTo(503);

    health = new Health(State.READY, "works");
    assertThat(status("/health/ready")).isEqualTo(200);

    health = new Health(State.FAILED, "broken");
    assertThat(status("/health/live")).isEqualTo(503);
    assertThat(get("/health/live").body())
        .isEqualTo("[{\"stage\":\"test\",\"state\":\"FAILED\",\"detail\":\"broken\"}]");
  }

  @Test
  void whereNoStageIsNoneIsReady() throws Exception {
    try (StageServer empty = server("127.0.0.1", 0, List.of())) {
      empty.start();

      assertThat(status(empty, "/health/live")).isEqualTo(200);
      assertThat(status(empty, "/health/ready")).isEqualTo(503);
    }
  }

  @Test
  void metersAreInTheTextFormatOfPrometheus() throws Exception {
    registry.counter("mien.test.things").increment(3);

    HttpResponse<String> metrics = get("/metrics");

    assertThat(metrics.body()).contains("mien_test_things_total 3.0");
    assertThat(metrics.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/metricsfoo", "/metrics/", "/health", "/health/live/x", "//metrics"})
  void otherPathsAreNotFound(String path) throws Exception {
    assertThat(status(path)).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
  void isOnlyReadNotChanged(String method) throws Exception {
    HttpResponse<String> refused = ask(method, "/metrics");

    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(refused.headers().firstValue("Allow")).hasValue("GET, HEAD");
  }

  @Test
  void headHasTheStatusWithoutTheBody() throws Exception {
    assertThat(ask("HEAD", "/health/ready").statusCode()).isEqualTo(503);
    HttpResponse<String> metrics = ask("HEAD", "/metrics?name=x");
    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.body()).isEmpty();
    assertThat(status("/health/live")).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"localhost:9400, 200", "evil.example:9400, 403"})
  void answersToNamesOfThisMachineOnly(String host, int status) throws Exception {
    for (String path : List.of("/metrics", "/health/live")) {
      assertThat(statusLine("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
          .startsWith("HTTP/1.1 " + status);
    }
  }

  @Test
  void answersWhoSendsNoHost() throws Exception {
    assertThat(statusLine("GET /health/live HTTP/1.0\r\n\r\n")).contains(" 200 ");
  }

  @Test
  void clientsThatStopInTheMiddleDoNotKeepOthersWaitingForEver() throws Exception {
    List<Socket> stopped = new ArrayList<>();
    try {
      for (int i = 0; i < 10; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        stopped.add(socket);
        socket.getOutputStream().write("GET /met".getBytes(US_ASCII));
      }

      assertThat(status("/health/live")).isEqualTo(200);
    } finally {
      for (Socket socket : stopped) {
        socket.close();
      }
    }
  }

  @Test
  void portThatIsTakenIsNamedWithTheRemedy() {
    try (StageServer second = server(server.port())) {
      assertThatThrownBy(second::start)
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining(Integer.toString(server.port()))
          .hasMessageContaining("--metrics-port");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nowhere.invalid", "192.0.2.1"})
  void hostOfElsewhereIsNamedWithTheRemedy(String host) {
    try (StageServer elsewhere = server(host, 0, List.of())) {
      assertThatThrownBy(elsewhere::start)
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining(host)
          .hasMessageContaining("--metrics-host")
          .hasMessageNotContaining("null");
    }
  }

  private StageServer server(int port) {
    return server("127.0.0.1", port, List.of(new OneStage()));
  }

  private StageServer server(String host, int port, List<Stage> stages) {
    return new StageServer(registry, () -> stages, new InetSocketAddress(host, port));
  }

  /** A raw one, as the JDK's client sets Host itself. */
  private String statusLine(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))
          .readLine();
    }
  }

  private int status(String path) throws IOException, InterruptedException {
    return status(server, path);
  }

  private int status(StageServer asked, String path) throws IOException, InterruptedException {
    return ask(asked, "GET", path).statusCode();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return ask("GET", path);
  }

  private HttpResponse<String> ask(String method, String path)
      throws IOException, InterruptedException {
    return ask(server, method, path);
  }

  private HttpResponse<String> ask(StageServer asked, String method, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + asked.port() + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(PATIENCE)
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private final class OneStage implements Stage {

    @Override
    public String name() {
      return "test";
    }

    @Override
    public void start() {}

    @Override
    public Health health() {
      return health;
    }

    @Override
    public void awaitEnd() {}

    @Override
    public void close() {}
  }
}
