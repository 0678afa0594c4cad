// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class HubTest {

  private static final long NOW = 1_700_000_000_000L;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private long now = NOW;
  private final Hub hub =
      new Hub(
          DashboardConfig.defaults().withMaxBrowsers(2),
          () -> Instant.ofEpochMilli(now),
          new DashboardMetrics(registry));

  @Test
  void beginsWithAllThereIs() throws Exception {
    face("door", 1, "fear");
    hub.update((board, at) -> board.add(Events.rate("door", "fear", NOW - 4_000, 12), at));
    hub.tick();

    Message first = next(hub.join().orElseThrow());

    assertThat(first.name).isEqualTo("snapshot");
    assertThat(first.data.at("/classes")).hasSize(Events.CLASSES.size());
    assertThat(first.data.at("/cameras/0/id").asText()).isEqualTo("door");
    assertThat(first.data.at("/cameras/0/faces/0/emotion").asText()).isEqualTo("fear");
    assertThat(first.data.at("/rates/0/counts/fear").asLong()).isEqualTo(12);
    assertThat(first.data.at("/moments/0/emotion").asText()).isEqualTo("fear");
    assertThat(first.data.at("/lost").asLong()).isZero();
  }

  @Test
  void goesOnWithWhatChanges() throws Exception {
    Browser browser = hub.join().orElseThrow();
    next(browser);
    face("door", 1, "neutral");
    face("door", 2, "neutral");
    hub.tick();
    face("hall", 7, "fear");
    hub.tick();

    Message first = next(browser);
    Message second = next(browser);

    assertThat(first.name).isEqualTo("tick");
    assertThat(first.data.at("/cameras/0/events").asLong()).isEqualTo(2);
    assertThat(first.data.at("/cameras/0/faces")).hasSize(1);
    assertThat(second.data.at("/cameras")).hasSize(1);
    assertThat(second.data.at("/cameras/0/id").asText()).isEqualTo("hall");
  }

  @Test
  void saysNothingTwice() throws Exception {
    Browser browser = hub.join().orElseThrow();
    face("door", 1, "neutral");
    hub.tick();
    next(browser); // came late: the snapshot holds the tick
    face("hall", 2, "neutral");
    hub.tick();

    assertThat(next(browser).data.at("/cameras/0/id").asText()).isEqualTo("hall");
  }

  @Test
  void dropsTheOldestOfASlowBrowserAndTellsItHowMany() throws Exception {
    Browser slow = hub.join().orElseThrow();
    Browser quick = hub.join().orElseThrow();
    next(slow);
    next(quick);
    int told = Hub.CAPACITY + 7;
    for (int i = 0; i < told; i++) {
      face("door", i, "neutral");
      face("hall", i, "neutral");
      hub.tick();
      assertThat(next(quick).data.at("/cameras")).hasSize(2);
    }

    Message next = next(slow);

    assertThat(next.name).isEqualTo("snapshot");
    assertThat(next.data.at("/lost").asLong()).isEqualTo(2L * told);
    assertThat(registry.get(DashboardMetrics.LOST).counter().count())
        .isEqualTo(2.0 * told); // those that only the snapshot replaced are lost, too
    face("door", 100, "fear");
    hub.tick();
    assertThat(next(slow).data.at("/cameras/0/faces/0/emotion").asText()).isEqualTo("fear");
  }

  @Test
  void countsEveryEventAsTakenOrLost() throws Exception {
    Browser browser = hub.join().orElseThrow();
    next(browser);
    long taken = 0;
    int told = 0;
    for (int ticks : List.of(3, Hub.CAPACITY + 5, 4, 2 * Hub.CAPACITY, 1)) {
      for (int i = 0; i < ticks; i++) {
        face("door", told++, "neutral");
        hub.tick();
      }
      for (int i = 0; i < (ticks > Hub.CAPACITY ? 1 : ticks); i++) {
        Message next = next(browser);
        taken += next.name.equals("tick") ? next.data.at("/cameras/0/events").asLong() : 0;
      }
    }

    assertThat(taken).isEqualTo(3 + 4 + 1);
    assertThat(registry.get(DashboardMetrics.LOST).counter().count() + taken).isEqualTo(told);
  }

  @Test
  void beatsWhileNothingHappens() throws Exception {
    Browser browser = hub.join().orElseThrow();
    next(browser);
    now += 1_000;
    hub.tick();
    now += 500;
    hub.tick(); // too soon
    now += 500;
    hub.tick();

    assertThat(next(browser).data.at("/now").asLong()).isEqualTo(NOW + 1_000);
    assertThat(next(browser).data.at("/now").asLong()).isEqualTo(NOW + 2_000);
  }

  @Test
  void beatsWhenTheClockWasSetBack() throws Exception {
    hub.tick();
    Browser browser = hub.join().orElseThrow();
    next(browser);
    now -= 3_600_000;
    hub.tick();

    assertThat(next(browser).data.at("/now").asLong()).isEqualTo(NOW - 3_600_000);
  }

  @Test
  void tellsTroubleAtOnceAndItsEnd() throws Exception {
    hub.tick();
    Browser browser = hub.join().orElseThrow();
    next(browser);
    hub.trouble("the dashboard failed");
    hub.tick();
    hub.tick(); // nothing new
    hub.trouble("");
    hub.tick();
    now += 1_000;
    hub.tick();

    assertThat(next(browser).data.at("/trouble").asText()).isEqualTo("the dashboard failed");
    Message end = next(browser);
    assertThat(end.data.at("/trouble").asText()).isEmpty();
    assertThat(end.data.at("/now").asLong()).isEqualTo(NOW);
  }

  @Test
  void hasRoomForSoManyBrowsers() {
    Browser first = hub.join().orElseThrow();
    assertThat(hub.join()).isPresent();

    assertThat(hub.join()).isEmpty();
    hub.leave(first);
    assertThat(hub.join()).isPresent();
    assertThat(registry.get(DashboardMetrics.BROWSERS).gauge().value()).isEqualTo(2);
  }

  @Test
  void sendsEveryoneHomeWhenItCloses() throws Exception {
    Browser browser = hub.join().orElseThrow();
    next(browser);

    hub.close();

    assertThat(browser.next()).isNull();
    assertThat(hub.join()).isEmpty();
  }

  @Test
  void tellsItsLastWordBeforeItCloses() throws Exception {
    Browser browser = hub.join().orElseThrow();
    next(browser);
    face("door", 1, "neutral");
    hub.tick();
    hub.trouble("the dashboard failed");
    hub.tick();

    hub.close();

    assertThat(next(browser).data.at("/trouble").asText()).isEqualTo("the dashboard failed");
    assertThat(browser.next()).isNull();
  }

  private void face(String camera, long number, String emotion) {
    hub.update(
        (board, at) -> board.add(Events.emotion(Events.frame(camera, number, at), 1, emotion), at));
  }

  private record Message(String name, JsonNode data) {}

  private static Message next(Browser browser) throws IOException, InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Objects.requireNonNull(browser.next()).writeTo(out);
    String[] lines = out.toString(StandardCharsets.UTF_8).split("\n", -1);
    return new Message(
        lines[0].substring("event: ".length()),
        new JsonMapper().readTree(lines[1].substring("data: ".length())));
  }
}
