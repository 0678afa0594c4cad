// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import dev.mien.runtime.Ports;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What is shown to whom.
 *
 * @param host address to listen on
 * @param names that browsers may know the page by beside those of this machine; if there are none,
 *     any where {@code host} opens it to others
 * @param port to listen on, 0 for any
 * @param showFrames whether the pictures of the cameras are shown, which are personal data
 * @param rare classes whose moments the page lists from the start
 * @param history how far back rates and moments reach
 * @param maxBrowsers that may look at the same time; each holds a thread
 */
public record DashboardConfig(
    String host,
    List<String> names,
    int port,
    boolean showFrames,
    List<String> rare,
    Duration history,
    int maxBrowsers) {

  /** A name, an address of version 4, or one of version 6. */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9._-]+|[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*");

  /** Where the page is by default. */
  public static final int DEFAULT_PORT = 8090;

  /** Who can reach the page by default: this machine. */
  public static final String DEFAULT_HOST = "127.0.0.1";

  /** Browsers that may look at the same time by default. */
  public static final int DEFAULT_MAX_BROWSERS = 200;

  /** The classes that data sets of the field have least of. */
  public static final List<String> DEFAULT_RARE = List.of("disgust", "fear");

  /**
   * Checks every component.
   *
   * @throws IllegalArgumentException naming the component and its value
   */
  public DashboardConfig {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host is empty, expected for example " + DEFAULT_HOST);
    }
    Ports.check("port", port);
    names = names.stream().map(String::strip).toList();
    names.forEach(DashboardConfig::checkName);
    rare = List.copyOf(rare);
    if (history.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException("history is " + history + ", expected 1 minute or more");
    }
    if (maxBrowsers < 1) {
      throw new IllegalArgumentException(
          "largest number of browsers is " + maxBrowsers + ", expected 1 or more");
    }
  }

  private static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name of the page is '%s', expected a host such as mien.example.org, without a port"
              .formatted(name));
    }
  }

  /** Returns a page for this machine, without pictures. */
  public static DashboardConfig defaults() {
    return new DashboardConfig(
        DEFAULT_HOST,
        List.of(),
        DEFAULT_PORT,
        false,
        DEFAULT_RARE,
        Duration.ofMinutes(15),
        DEFAULT_MAX_BROWSERS);
  }

  /** Returns the same page elsewhere. */
  public DashboardConfig at(String otherHost, int otherPort) {
    return new DashboardConfig(otherHost, names, otherPort, showFrames, rare, history, maxBrowsers);
  }

  /** Returns the same page for browsers that know it by these names. */
  public DashboardConfig knownAs(List<String> others) {
    return new DashboardConfig(host, others, port, showFrames, rare, history, maxBrowsers);
  }

  /** Returns the same page with the pictures of the cameras, or without. */
  public DashboardConfig withFrames(boolean shown) {
    return new DashboardConfig(host, names, port, shown, rare, history, maxBrowsers);
  }

  /** Returns the same page with other rare classes. */
  public DashboardConfig withRare(List<String> classes) {
    return new DashboardConfig(host, names, port, showFrames, classes, history, maxBrowsers);
  }

  /** Returns the same page for so many browsers. */
  public DashboardConfig withMaxBrowsers(int count) {
    return new DashboardConfig(host, names, port, showFrames, rare, history, count);
  }
}
