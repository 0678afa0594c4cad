// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static java.util.Objects.requireNonNull;

import dev.mien.events.Topics;
import dev.mien.ingest.IngestConfig.Mode;
import dev.mien.ingest.IngestMetrics.Drop;
import dev.mien.ingest.backlog.Gate;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Health;
import dev.mien.runtime.KafkaFailures;
import dev.mien.runtime.Stage;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.topics.TopicAdmin;
import dev.mien.runtime.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the frames of one source. One thread reads and encodes, another sends, so that a slow
 * broker never holds up a camera. Ends when its source ends; a live one is opened again instead.
 */
public final class IngestStage implements Stage {

  private static final Logger LOG = LoggerFactory.getLogger(IngestStage.class);

  /** How long closing waits for Kafka to take what is under way. */
  private static final Duration LIVE_GRACE = Duration.ofSeconds(3);

  private static final Duration FILE_GRACE = Duration.ofSeconds(30);

  private final IngestConfig config;
  private final Cluster cluster;
  private final IngestMetrics metrics;
  private final IngestState state;
  private final Tracing tracing;
  private final FrameSource source;
  private final FrameQueue queue;
  private final Thread reader;
  private final Thread sender;
  private volatile @Nullable FramePublisher publisher;
  private boolean opening;
  private boolean running;

  /** Prepares a stage without tracing; nothing is opened yet. */
  public IngestStage(IngestConfig config, Cluster cluster, MeterRegistry registry) {
    this(config, cluster, registry, Tracing.OFF);
  }

  /**
   * Prepares a stage; nothing is opened yet.
   *
   * @param cluster where the frames go
   * @param registry gets the stage's meters
   * @param tracing gets a span of each frame; it stays the caller's
   */
  public IngestStage(
      IngestConfig config, Cluster cluster, MeterRegistry registry, Tracing tracing) {
    this.config = config;
    this.cluster = cluster;
    this.tracing = tracing;
    metrics = new IngestMetrics(registry, config.camera());
    metrics.live(config.endless());
    state = new IngestState(config, metrics);
    source = source();
    queue = new FrameQueue(config.mode(), config.queueLength(), metrics);
    reader = new Thread(this::read, "ingest-reader-" + config.camera());
    sender = new Thread(this::send, "ingest-sender-" + config.camera());
  }

  /** What a source does beyond reading is wrapped around it. */
  private FrameSource source() {
    Supplier<FrameSource> video = () -> new VideoSource(config, metrics);
    if (config.reconnects()) {
      return new ReconnectingSource(
          () -> PacedSource.ofLive(video.get()), state, TimeUnit.MILLISECONDS::sleep);
    }
    FrameSource frames = config.loop() ? new LoopedSource(video) : video.get();
    return config.mode() == Mode.LIVE ? PacedSource.ofFile(frames) : frames;
  }

  @Override
  public String name() {
    return "ingest";
  }

  @Override
  public void start() {
    if (!begins()) {
      return;
    }
    try {
      TopicAdmin.require(cluster, Topics.FRAMES);
      source.open();
      publisher =
          new FramePublisher(config, cluster, metrics, tracing, state::undelivered, this::refused);
    } catch (RuntimeException | Error e) {
      source.close();
      if (state.isClosing()) {
        LOG.debug("closing interrupted the opening of {}", config.source(), e);
        state.end();
        return;
      }
      if (e instanceof Error) { // nobody expects one, so whoever hears of it needs all
        LOG.error("camera {} cannot begin", config.camera(), e);
      }
      throw state.notStarted(KafkaFailures.explained(name(), e));
    }
    if (!runs()) {
      source.close();
      requireNonNull(publisher).close(Duration.ZERO);
      state.end();
    }
  }

  private synchronized boolean begins() {
    opening = !state.isClosing();
    if (opening) {
      state.opens();
    }
    return opening;
  }

  /** Opening may take long, and the stage may have been closed meanwhile. */
  private synchronized boolean runs() {
    running = !state.isClosing();
    if (running) {
      state.reads();
      LOG.info("camera {} reads {} in {} mode", config.camera(), config.source(), config.mode());
      reader.start();
      sender.start();
    }
    return running;
  }

  private void read() {
    try {
      CapturedFrame frame = source.read();
      while (frame != null && queue.add(frame)) {
        frame = source.read();
      }
    } catch (RuntimeException | Error e) {
      if (state.isClosing()) {
        LOG.debug("closing interrupted {}", config.source(), e);
      } else {
        state.fail(e);
      }
    } finally {
      source.close();
      queue.end();
    }
  }

  private void send() {
    FramePublisher publishing = requireNonNull(publisher, "not started");
    try (Gate gate = gate(publishing)) {
      // Room first: while there is none, the queue may still exchange its oldest frame.
      publishing.awaitRoom();
      for (CapturedFrame frame = queue.take(); frame != null; frame = queue.take()) {
        if (gate.admits()) {
          gate.sent(publishing.send(frame));
        } else {
          metrics.dropped(Drop.BEHIND);
        }
        publishing.awaitRoom();
      }
      publishing.flush();
      reader.join();
    } catch (InterruptedException | RuntimeException | Error e) {
      refused(new StageFailure("sending the frames of " + config.camera() + " stopped: " + e, e));
    } finally {
      publishing.close(Duration.ZERO);
      state.end();
    }
  }

  private Gate gate(FramePublisher publishing) {
    return switch (config.mode()) {
      case FILE ->
          Gate.ofFile(
              config.backlog(),
              cluster,
              publishing::flush,
              () -> state.isClosing() || state.hasFailed(),
              state::waits);
      case LIVE -> Gate.ofLive(config.backlog(), cluster, state::drops);
    };
  }

  /** Frames cannot be sent: nothing that waits will be. */
  private void refused(StageFailure reason) {
    if (state.isClosing() && config.mode() == Mode.LIVE) {
      LOG.debug("closing", reason);
      return;
    }
    state.fail(reason);
    queue.discard();
    reader.interrupt();
  }

  @Override
  public Health health() {
    return state.health();
  }

  @Override
  public void awaitEnd() throws InterruptedException {
    state.awaitEnd();
  }

  /**
   * Stops reading. A file's frames that were read are still sent, for half a minute at most; those
   * of a live source are dropped. A network source may hold up closing for ten seconds.
   */
  @Override
  public void close() {
    if (!state.close() || !stops()) {
      return;
    }
    FramePublisher publishing = requireNonNull(publisher);
    boolean live = config.mode() == Mode.LIVE;
    if (live) {
      queue.discard();
    } else {
      queue.end();
    }
    reader.interrupt();
    if (!state.isOver(live ? LIVE_GRACE : FILE_GRACE)) {
      publishing.close(Duration.ZERO);
      state.isOver(FILE_GRACE);
    }
  }

  /** Returns whether there are threads to stop; what is being opened ends when that is done. */
  private synchronized boolean stops() {
    if (!running && !opening) {
      state.end();
    }
    return running;
  }
}
