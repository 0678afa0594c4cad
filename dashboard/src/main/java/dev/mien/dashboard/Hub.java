// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One board for many browsers: what changes is encoded once and offered to all. Thread-safe. */
final class Hub implements AutoCloseable {

  /** What a record changes. */
  interface Change {

    /** Changes the board, as of now in milliseconds since the epoch; returns if there was room. */
    boolean apply(Board board, long nowMillis);
  }

  /** Ticks that may wait for a browser: five seconds. */
  static final int CAPACITY = 50;

  /** A page that hears nothing for some time takes the connection for lost. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);

  private final Board board;
  private final int maxBrowsers;
  private final InstantSource clock;
  private final DashboardMetrics metrics;
  private final Set<Browser> browsers = new LinkedHashSet<>();
  private long sequence;
  private long lastTick;
  private String lastTrouble = "";
  private boolean closed;

  Hub(DashboardConfig config, InstantSource clock, DashboardMetrics metrics) {
    this.board = new Board(config);
    this.maxBrowsers = config.maxBrowsers();
    this.clock = clock;
    this.metrics = metrics;
    metrics.watch(this);
  }

  /** Changes the board and returns whether there was room. */
  synchronized boolean update(Change change) {
    return change.apply(board, clock.millis());
  }

  /** Says what is wrong with Mien itself, for people; empty if nothing is. */
  synchronized void trouble(String sentence) {
    board.trouble(sentence);
  }

  /** Tells all browsers what has changed, if anything has or they have heard nothing for long. */
  synchronized void tick() {
    long now = clock.millis();
    Tick tick = board.tick(now);
    boolean isOther = !tick.trouble().equals(lastTrouble); // perhaps the last word of the stage
    if (tick.hasNews() || isOther || isDue(now)) {
      lastTick = now;
      lastTrouble = tick.trouble();
      sequence++;
      if (!browsers.isEmpty()) {
        ServerEvent event = ServerEvent.of(tick, sequence);
        browsers.forEach(browser -> browser.offer(event));
      }
    }
  }

  /** The clock may have been set back. */
  private boolean isDue(long nowMillis) {
    return Math.abs(nowMillis - lastTick) >= HEARTBEAT.toMillis();
  }

  /** Returns a place for one more browser, if there is room. */
  synchronized Optional<Browser> join() {
    if (closed || browsers.size() >= maxBrowsers) {
      return Optional.empty();
    }
    Browser browser = new Browser(CAPACITY, this::snapshot, metrics);
    browsers.add(browser);
    return Optional.of(browser);
  }

  synchronized void leave(Browser browser) {
    browsers.remove(browser);
  }

  /** Returns the picture of a frame that a view named, null if it has gone. */
  synchronized byte @Nullable [] picture(String camera, long frame) {
    return board.picture(camera, frame, clock.millis());
  }

  /** Returns how many browsers look. */
  synchronized int browsers() {
    return browsers.size();
  }

  @Override
  public synchronized void close() {
    closed = true;
    browsers.forEach(Browser::close);
  }

  /** Copies while locked and encodes after that: many who come together hold up nobody. */
  private ServerEvent snapshot(long lost) {
    Snapshot copy;
    long upTo;
    synchronized (this) {
      copy = board.snapshot(clock.millis(), lost);
      upTo = sequence;
    }
    return ServerEvent.of(copy, upTo);
  }
}
