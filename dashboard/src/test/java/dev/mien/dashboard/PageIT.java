// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.mien.events.Topics;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.broker.EmbeddedBroker;
import dev.mien.runtime.topics.TopicAdmin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A person looks at the page while events arrive in a real broker. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageIT {

  private static final Path SHOTS = Path.of("target", "screenshots");

  private final List<String> complaints = new ArrayList<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private Chromium chromium;
  private EmbeddedBroker broker;
  private DashboardStage stage;
  private LiveCameras cameras;
  private Page page;

  @BeforeAll
  void startBroker(@TempDir Path folder) {
    PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
    chromium = new Chromium();
    broker = new EmbeddedBroker(folder, 0);
    broker.start();
    try (TopicAdmin admin = new TopicAdmin(cluster())) {
      admin.create(Topics.all(Topics.DEFAULT_CLASSES));
    }
  }

  @BeforeEach
  void startPage() {
    stage = stage(0);
    cameras = new LiveCameras(cluster());
    cameras.start();
    page = open(1440, 900, ColorScheme.LIGHT);
  }

  @AfterEach
  void stopPage() {
    page.close();
    cameras.close();
    stage.close();
    assertThat(complaints).isEmpty();
  }

  @AfterAll
  void stopBroker() {
    if (broker != null) {
      broker.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void showsCamerasAsTheyComeAndChange() {
    assertThat(page.getByText("No camera yet")).isVisible();

    cameras.show("door", "neutral");
    assertThat(tile("door").locator(".face .tag")).hasText("#1neutral70 %");
    assertThat(tile("door").locator("img")).isVisible();
    cameras.show("door", "happiness");
    assertThat(tile("door").locator(".face .tag")).hasText("#1happiness70 %");
    cameras.show("hall", "sadness");
    assertThat(tile("hall").locator(".tracks li")).containsText("sadness");

    assertThat(page.getByText("No camera yet")).isHidden();
    assertThat(figure("cameras")).hasText("2");
    assertThat(figure("model")).hasText("model-1");
    assertThat(page.locator("#state")).hasText("Live");
    assertThat(registry.get(DashboardMetrics.SKIPPED).counters())
        .hasSize(3)
        .allMatch(counter -> counter.count() == 0);
    assertThat(registry.find("kafka.consumer.connection.creation.total").meter()).isNotNull();
    assertThat(page.locator("#chart canvas")).isVisible();
    assertThat(page.locator("#readout")).containsText(Pattern.compile("happiness \\d+\\.\\d/s"));
  }

  @Test
  void filtersCamerasAndClasses() {
    cameras.show("door", "neutral");
    cameras.show("hall", "sadness");
    assertThat(page.locator(".tile")).hasCount(2);

    chip("hall").click();
    assertThat(page.locator(".tile")).hasCount(1);
    assertThat(tile("door")).isVisible();
    chip("door").click();
    assertThat(page.locator(".tile")).hasCount(0);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show all")).click();
    assertThat(page.locator(".tile img:not([hidden])")).hasCount(2);

    chip("sadness").click();
    assertThat(tile("hall").locator(".face")).hasCount(0);
    assertThat(tile("door").locator(".face")).hasCount(1);
    page.keyboard().press("4"); // sadness
    assertThat(tile("hall").locator(".face")).hasCount(1);
  }

  @Test
  void listsRareMomentsAndGoesToThem() {
    cameras.show("door", "neutral");
    cameras.show("hall", "neutral");
    assertThat(page.locator(".tile")).hasCount(2);
    assertThat(page.locator("#moments tr")).hasCount(0);

    cameras.show("hall", "fear");
    Locator moment = page.locator("#moments tr");
    assertThat(moment).hasCount(1);
    assertThat(moment).containsText(Pattern.compile("\\d\\d:\\d\\d:\\d\\dfearhall#170 %"));
    assertThat(page.locator(".lane i")).hasCount(1);
    page.keyboard().press("m");
    page.keyboard().press("Enter");

    assertThat(page.locator(".tile")).hasCount(1);
    assertThat(tile("hall")).isVisible();
    page.locator("#watch").getByLabel("neutral").click();
    assertThat(page.locator("#moments")).containsText("neutral");
  }

  @Test
  void standsStillWhilePaused() {
    cameras.show("door", "neutral");
    assertThat(tile("door").locator(".tag")).containsText("neutral");

    page.keyboard().press(" ");
    cameras.show("door", "anger");
    assertThat(page.locator("#state")).hasText("Paused");
    assertThat(page.locator("#notice"))
        .hasText(Pattern.compile("Paused\\. \\d{2,} events since\\."));
    assertThat(tile("door").locator(".tag")).containsText("neutral");

    page.locator("#pause").click();
    assertThat(tile("door").locator(".tag")).containsText("anger");
    assertThat(page.locator("#state")).hasText("Live");
  }

  @Test
  void goesDarkAndListsItsKeys() {
    cameras.show("door", "neutral");
    assertThat(page.locator("body")).hasCSS("background-color", "rgb(244, 244, 241)");
    page.locator("#theme").click();
    assertThat(page.locator("body")).hasCSS("background-color", "rgb(17, 20, 23)");
    page.reload();
    assertThat(page.locator("body")).hasCSS("background-color", "rgb(17, 20, 23)");

    page.keyboard().press("?");
    assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
    page.keyboard().press("Escape");
    assertThat(page.getByRole(AriaRole.DIALOG)).isHidden();
  }

  @Test
  void tellsWhatIsSilentOrLost() {
    cameras.show("door", "neutral");
    cameras.show("hall", "neutral");
    assertThat(page.locator(".tile")).hasCount(2);

    cameras.stop("hall");
    assertThat(tile("hall").locator(".alive")).hasText(Pattern.compile("silent for \\d+ s"));
    assertThat(tile("door")).hasAttribute("data-alive", "live");
    assertThat(tile("hall").locator("img")).isHidden(); // and nothing of it is kept

    int port = stage.address().getPort();
    stage.close();
    assertThat(page.locator("#state")).hasText("Connection lost");
    stage = stage(port);
    assertThat(page.locator("#state")).hasText("Live");
    assertThat(tile("door").locator(".face")).hasCount(1);
    complaints.clear(); // of the time when nobody answered
  }

  @Test
  void callsNobodySilentWhereItHearsOfFacesOnly() {
    int port = stage.address().getPort();
    stage.close();
    stage = stage(DashboardConfig.defaults().at("127.0.0.1", port));
    cameras.show("hall", "neutral");
    assertThat(tile("hall").locator(".face")).hasCount(1);
    assertThat(page.locator("#facts")).containsText("all live");

    cameras.stop("hall");

    assertThat(tile("hall").locator(".alive")).hasText(Pattern.compile("no face for \\d+ s"));
    assertThat(tile("hall")).hasAttribute("data-alive", "no-face");
    assertThat(page.locator("#facts")).containsText("1 of 1 without a face: hall");
    complaints.clear(); // of the time when nobody answered
  }

  @Test
  void callsLateWhatComesLateUntilItDoesNot() {
    cameras.show("door", "neutral");
    assertThat(page.locator("#state")).hasText("Live");

    cameras.delay(14_000);
    assertThat(page.locator("#state")).hasText("Late");
    assertThat(figure("latency")).hasClass("late");
    assertThat(tile("door")).hasAttribute("data-late", "");
    cameras.delay(0);
    assertThat(page.locator("#state")).hasText("Live");
  }

  @Test
  void isNotLateWhereNobodyComesAnyMore() {
    cameras.show("door", "neutral");
    cameras.delay(14_000);
    assertThat(page.locator("#state")).hasText("Late");

    cameras.stop("door");

    assertThat(page.locator("#state")).hasText("Live");
    assertThat(figure("latency")).hasText("–");
  }

  @Test
  void goesOnWhereAPictureNeverComes() {
    AtomicInteger asked = new AtomicInteger();
    page.route(
        "**/frames/**",
        route -> {
          if (asked.incrementAndGet() > 1) {
            route.resume();
          }
        });

    cameras.show("door", "neutral");

    assertThat(tile("door").locator("img")).isVisible();
    assertThat(tile("door").locator(".face .tag")).hasText("#1neutral70 %");
  }

  @Test
  void showsTheMomentsOfAServerThatStartedAnew() {
    cameras.show("door", "fear");
    assertThat(page.locator("#moments tr")).containsText("door");

    int port = stage.address().getPort();
    stage.close();
    cameras.stop("door");
    cameras.show("hall", "fear");
    stage = stage(port);

    assertThat(page.locator("#moments tr")).containsText("hall");
    complaints.clear(); // of the time when nobody answered
  }

  @Test
  void tellsHowFarItIsBehindOnAThinLine() {
    cameras.show("door", "neutral");
    cameras.show("hall", "neutral");
    assertThat(page.locator(".tile")).hasCount(2);

    CDPSession line = page.context().newCDPSession(page);
    line.send("Network.enable");
    bytesPerSecond(line, 1_500);
    page.locator("#pause").click();
    page.locator("#pause").click(); // connects afresh, over the thin line
    assertThat(page.locator("#state")).hasText("Behind");
    assertThat(page.locator("#notice"))
        .hasText(Pattern.compile("too slow\\. What you see is \\d+ s old"));

    bytesPerSecond(line, -1);
    assertThat(page.locator("#state")).hasText("Live");
  }

  @Test
  void findsTheTimeAgainWhenItsClockIsSet() {
    cameras.show("door", "neutral");
    assertThat(tile("door").locator(".face")).hasCount(1);

    page.evaluate("() => { const now = Date.now; Date.now = () => now() + 20_000; }");
    assertThat(page.locator("#state")).hasText("Behind");
    assertThat(tile("door").locator(".face")).hasCount(0);
    page.evaluate(
        "() => { const start = performance.now(); performance.now = () => start + 70_000; }");

    assertThat(page.locator("#state")).hasText("Live");
    assertThat(tile("door").locator(".face")).hasCount(1);
  }

  private static void bytesPerSecond(CDPSession line, int bytes) {
    JsonObject conditions = new JsonObject();
    conditions.addProperty("offline", false);
    conditions.addProperty("latency", 0);
    conditions.addProperty("downloadThroughput", bytes);
    conditions.addProperty("uploadThroughput", -1);
    line.send("Network.emulateNetworkConditions", conditions);
  }

  @Test
  void saysWhyItFindsNoRoom() {
    int port = stage.address().getPort();
    stage.close();
    stage = stage(DashboardConfig.defaults().at("127.0.0.1", port).withMaxBrowsers(1));
    assertThat(page.locator("#state")).hasText("Live");
    Page second = open(800, 600, ColorScheme.LIGHT);

    assertThat(second.locator("#notice")).containsText("too many browsers: see --max-browsers");
    second.close();
    complaints.clear(); // of the refusal
  }

  @Test
  void needsNoStorage() {
    page.addInitScript(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no'); } })");
    page.reload();
    cameras.show("door", "neutral");

    assertThat(tile("door").locator("img")).isVisible();
    page.locator("#theme").click();
    assertThat(page.locator("body")).hasCSS("background-color", "rgb(17, 20, 23)");
  }

  @Test
  void fitsAPhone() {
    cameras.show("door", "neutral");
    cameras.show("hall", "fear");
    cameras.show("yard", "surprise");
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Page phone = open(360, 740, scheme);
      assertThat(phone.locator(".tile .face")).hasCount(3);
      assertThat(phone.locator("#moments tr").first()).isVisible();

      assertThat(phone.evaluate("document.documentElement.scrollWidth")).isEqualTo(360);
      shoot(phone, "phone-" + scheme, true);
      phone.setViewportSize(1440, 900);
      shoot(phone, "desktop-" + scheme, false);
      phone.close();
    }
  }

  private static void shoot(Page page, String name, boolean whole) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SHOTS.resolve(name + ".png")).setFullPage(whole));
  }

  private DashboardStage stage(int port) {
    return stage(DashboardConfig.defaults().at("127.0.0.1", port).withFrames(true));
  }

  private DashboardStage stage(DashboardConfig config) {
    DashboardStage starting = new DashboardStage(config, cluster(), registry);
    starting.start();
    return starting;
  }

  private Page open(int width, int height, ColorScheme scheme) {
    Page opened = chromium.page(width, height, scheme);
    opened.onConsoleMessage(
        message -> {
          // A picture may have gone before a busy browser asks for it.
          if (message.type().equals("error") && !message.location().contains("/frames/")) {
            complaints.add(message.text());
          }
        });
    opened.onPageError(complaints::add);
    opened.navigate(stage.address().toString());
    return opened;
  }

  private Locator tile(String camera) {
    return page.locator(".tile[data-camera='" + camera + "']");
  }

  private Locator figure(String name) {
    return page.locator("[data-figure='" + name + "']");
  }

  private Locator chip(String name) {
    return page.locator(".chip", new Page.LocatorOptions().setHasText(name));
  }

  private Cluster cluster() {
    return Cluster.at(broker.bootstrapServers());
  }
}
