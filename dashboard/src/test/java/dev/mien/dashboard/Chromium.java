// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The system's Chromium, driven through the system's Node.js. */
final class Chromium implements AutoCloseable {

  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final Path NODE = Path.of("/usr/bin/node");

  private final Playwright playwright;
  private final Browser browser;

  /** Starts it, or skips the test where it is not installed. */
  Chromium() {
    for (Path needed : List.of(BROWSER, NODE)) {
      assumeTrue(
          Files.isExecutable(needed),
          needed + " is not there: 'apt-get install chromium nodejs' lets this test run");
    }
    playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1",
                        "PLAYWRIGHT_NODEJS_PATH",
                        NODE.toString())));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(BROWSER)
                    .setArgs(List.of("--no-sandbox"))); // tests may run as root
  }

  Page page(int width, int height, ColorScheme scheme) {
    return browser.newPage(
        new Browser.NewPageOptions().setViewportSize(width, height).setColorScheme(scheme));
  }

  @Override
  public void close() {
    playwright.close();
  }
}
