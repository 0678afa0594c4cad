// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime.broker;

import dev.mien.runtime.Ports;
import dev.mien.runtime.ProcessLock;
import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * A real Apache Kafka broker inside this process, KRaft controller included, on the loopback
 * address. Its data directory survives a restart; one broker at a time may use it.
 */
public final class EmbeddedBroker implements AutoCloseable {

  /** Where a client looks for Kafka by default. */
  public static final int DEFAULT_PORT = 9092;

  private final Path directory;
  private final int preferredPort;
  private @Nullable ProcessLock lock;
  private @Nullable KafkaRaftServer server;
  private int port;

  /**
   * Prepares a broker.
   *
   * @param directory of its data, made if it is missing
   * @param preferredPort to listen on, another is taken if it is not free; 0 for any
   */
  public EmbeddedBroker(Path directory, int preferredPort) {
    this.directory = directory;
    this.preferredPort = preferredPort;
  }

  /**
   * Starts the broker and returns when it serves.
   *
   * @throws StageFailure if the directory cannot be written or is in use, or the broker fails
   */
  public void start() {
    lock = lock();
    try {
      if (directory.toAbsolutePath().toString().contains(",")) {
        throw new IOException("its path has a comma, at which Kafka would part it in two");
      }
      port = Ports.freeOr(preferredPort);
      Properties settings = BrokerSettings.of(directory, port, Ports.free());
      BrokerStorage.format(directory, settings);
      KafkaRaftServer started = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
      server = started;
      started.startup();
    } catch (IOException | RuntimeException e) {
      close();
      throw new StageFailure(
          "the broker cannot start in %s: %s".formatted(directory, e.getMessage()), e);
    }
  }

  /** Returns where the started broker listens, {@code 127.0.0.1:port}. */
  public String bootstrapServers() {
    return BrokerSettings.HOST + ":" + port;
  }

  /** Stops the broker and returns when its files are complete. Later calls do nothing. */
  @Override
  public void close() {
    if (server != null) {
      server.shutdown();
      server.awaitShutdown();
      server = null;
    }
    if (lock != null) {
      lock.close();
      lock = null;
    }
  }

  /** Kafka locks its folders as well, but only after it has read what lies there. */
  private ProcessLock lock() {
    try {
      Files.createDirectories(directory);
      ProcessLock taken = ProcessLock.tryTake(directory, "mien.lock");
      if (taken == null) {
        throw new StageFailure(
            "data directory %s is in use by another broker: stop that one, or name another directory"
                .formatted(directory));
      }
      return taken;
    } catch (IOException e) {
      throw new StageFailure(
          "data directory %s cannot be written: %s. Name another directory".formatted(directory, e),
          e);
    }
  }
}
