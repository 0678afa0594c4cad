// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mien.events.Frame;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class PageServerTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final DashboardConfig CONFIG =
      DashboardConfig.defaults().at("127.0.0.1", 0).withFrames(true).withMaxBrowsers(3);

  private static final String EVENTS = "GET /events HTTP/1.1\r\nHost: localhost\r\n";

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final DashboardMetrics metrics = new DashboardMetrics(registry);
  private final Hub hub = new Hub(CONFIG, InstantSource.system(), metrics);
  private final PageServer server = new PageServer(CONFIG, hub, metrics);

  private final List<Socket> open = new ArrayList<>();

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    hub.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "app.js", "style.css", "icon.svg", "uplot/dist/uPlot.esm.js"})
  void servesThePageFromTheJar(String path) throws Exception {
    HttpResponse<String> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isNotEmpty();
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; script-src 'self'");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../../../../etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/uplot/../../../MANIFEST.MF",
        "/uplot/%2e%2e/%2e%2e/%2e%2e/MANIFEST.MF",
        "/dev/mien/dashboard/PageServer.class",
        "/frames/..%2fapp.js",
        "/missing"
      })
  void servesNothingElse(String path) throws Exception {
    assertThat(status("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n")).isIn(400, 404);
  }

  @Test
  void refusesNamesOfElsewhereOnAPageForThisMachine() throws Exception {
    assertThat(status("GET / HTTP/1.1\r\nHost: evil.example\r\n")).isEqualTo(403);
    assertThat(status("GET /events HTTP/1.1\r\nHost: evil.example:8090\r\n")).isEqualTo(403);
    assertThat(status("GET / HTTP/1.1\r\nHost: localhost:8090\r\n")).isEqualTo(200);
  }

  @Test
  void servesTheVeryPictureThatIsAskedFor() throws Exception {
    byte[] jpeg = {1, 2, 3};
    hub.update((board, now) -> board.add(Events.frame("door", 0, now), jpeg, now));
    hub.tick();

    HttpResponse<byte[]> answer = send("frames/door?n=0", BodyHandlers.ofByteArray());

    assertThat(answer.body()).isEqualTo(jpeg);
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(get("frames/door?n=1").statusCode()).isEqualTo(404);
    assertThat(get("frames/hall?n=0").statusCode()).isEqualTo(404);
    assertThat(get("frames/door").statusCode()).isEqualTo(400);
  }

  @Test
  void tellsWhoFindsNoRoom() throws Exception {
    for (int i = 0; i < CONFIG.maxBrowsers(); i++) {
      stream();
    }
    await().atMost(PATIENCE).until(() -> hub.browsers() == CONFIG.maxBrowsers());

    assertThat(get("events").statusCode()).isEqualTo(503);
    assertThat(registry.get(DashboardMetrics.REFUSED).counter().count()).isEqualTo(1);
  }

  @Test
  void aBrowserThatNeverReadsLosesItsOwnEventsOnly() throws Exception {
    Socket slow = stream();
    BufferedReader quick = reader(send("events", BodyHandlers.ofInputStream()).body());
    await().atMost(PATIENCE).until(() -> hub.browsers() == 2);
    assertThat(next(quick, "snapshot")).contains("\"lost\":0");
    long sent = 0;
    // What the system buffers for the slow one must be full before it loses anything.
    while (registry.get(DashboardMetrics.LOST).counter().count() == 0) {
      sent++;
      faces(sent);
      hub.tick();
      assertThat(next(quick, "tick")).contains("\"tick-" + sent + "\"");
    }

    assertThat(sent).isGreaterThan(Hub.CAPACITY);
    assertThat(lines(slow).readLine()).isEqualTo("HTTP/1.1 200 OK"); // and is still welcome
  }

  @Test
  void aBrowserThatReadsSlowlyLosesEventsInsteadOfSeeingAnOldPage() throws Exception {
    Socket narrow = new Socket();
    narrow.setReceiveBufferSize(4_096);
    InputStream slow = ask(EVENTS, narrow).getInputStream();
    BufferedReader quick = reader(send("events", BodyHandlers.ofInputStream()).body());
    await().atMost(PATIENCE).until(() -> hub.browsers() == 2);
    next(quick, "snapshot");
    long ticks = 0;
    long size = 0;
    while (registry.get(DashboardMetrics.LOST).counter().count() == 0) {
      ticks++;
      faces(ticks);
      hub.tick();
      size = next(quick, "tick").length();
      slow.readNBytes(300); // 3 kB/s, at ten ticks a second
    }

    // Beside its queue, little is under way: not the megabytes that the system would take.
    assertThat((ticks - Hub.CAPACITY) * size).isLessThan(256 << 10);
    BufferedReader rest = reader(slow);
    String snapshot = next(rest, "snapshot");
    while (snapshot.contains("\"lost\":0,")) {
      snapshot = next(rest, "snapshot");
    }
    assertThat(snapshot)
        .contains("\"lost\":" + (long) registry.get(DashboardMetrics.LOST).counter().count() + ",");
  }

  /** Faces of many cameras, so that a tick is large, and one that names the tick. */
  private void faces(long number) {
    hub.update(
        (board, now) -> {
          for (int i = 0; i < 150; i++) {
            Frame frame = Events.frame("camera-" + i, number, now);
            board.add(Events.emotion(frame, 1, "neutral"), now);
          }
          return board.add(Events.rate("tick-" + number, "fear", now, 1), now);
        });
  }

  private static String next(BufferedReader lines, String name) throws IOException {
    String line = lines.readLine();
    while (!line.equals("event: " + name)) {
      line = lines.readLine();
    }
    return lines.readLine();
  }

  private Socket stream() throws IOException {
    return ask(EVENTS);
  }

  private int status(String request) throws IOException {
    return Integer.parseInt(lines(ask(request)).readLine(), 9, 12, 10);
  }

  private static BufferedReader lines(Socket socket) throws IOException {
    return reader(socket.getInputStream());
  }

  private static BufferedReader reader(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  private Socket ask(String request) throws IOException {
    return ask(request, new Socket());
  }

  private Socket ask(String request, Socket socket) throws IOException {
    open.add(socket);
    int port = server.address().getPort();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(path, BodyHandlers.ofString());
  }

  private <T> HttpResponse<T> send(String path, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    URI uri = server.address().resolve(path);
    return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), handler);
  }
}
