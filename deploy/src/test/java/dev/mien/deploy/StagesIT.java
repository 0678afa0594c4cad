// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mien.events.Topics;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.broker.EmbeddedBroker;
import dev.mien.runtime.topics.TopicAdmin;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stages as a service manager runs them: asked for their health, ended by SIGTERM. */
@Timeout(300)
class StagesIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private static Path folder;
  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() {
    broker = new EmbeddedBroker(folder.resolve("data"), 0);
    broker.start();
    try (TopicAdmin topics = new TopicAdmin(Cluster.at(broker.bootstrapServers()))) {
      topics.create(Topics.all(Topics.DEFAULT_CLASSES));
    }
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"detector", "classifier", "rates", "dashboard --port 0"})
  void getsReadyAndEndsWhenItIsAsked(String command) throws Exception {
    String name = command.replaceFirst(" .*", "");
    Path log = folder.resolve(name + ".log");
    int port = freePort();
    String options =
        " --metrics-port %d --bootstrap-servers %s".formatted(port, broker.bootstrapServers());
    String address = "http://127.0.0.1:" + port;
    try (KilledStage stage = new KilledStage(log, (command + options).split(" "))) {
      await()
          .atMost(PATIENCE)
          .ignoreException(ConnectException.class)
          .untilAsserted(
              () -> {
                HttpResponse<String> ready = get(address + "/health/ready");
                assertThat(ready.statusCode()).as(ready.body()).isEqualTo(200);
                assertThat(ready.body()).contains(name, "READY");
              });
      assertThat(get(address + "/metrics").body()).contains("mien_");

      assertThat(stage.stop()).as(Files.readString(log)).isZero();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }
}
