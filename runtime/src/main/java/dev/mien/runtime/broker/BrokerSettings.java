// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime.broker;

import dev.mien.events.Topics;
import java.nio.file.Path;
import java.util.Properties;

/** The settings of a broker that is alone, on a machine that has other work. */
final class BrokerSettings {

  static final String HOST = "127.0.0.1";

  private static final int MAX_BATCH_BYTES = Topics.MAX_IMAGE_BYTES + (2 << 20);

  private BrokerSettings() {}

  static Properties of(Path directory, int port, int controllerPort) {
    Properties settings = new Properties();
    String controller = HOST + ":" + controllerPort;
    set(settings, "process.roles", "broker,controller");
    set(settings, "node.id", 1);
    set(settings, "log.dirs", directory.resolve("kafka").toAbsolutePath());
    set(settings, "listeners", "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + controller);
    set(settings, "controller.listener.names", "CONTROLLER");
    set(settings, "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    set(settings, "controller.quorum.voters", "1@" + controller);
    alone(settings);
    small(settings);
    prompt(settings);
    set(settings, "auto.create.topics.enable", false);
    set(settings, "message.max.bytes", MAX_BATCH_BYTES);
    set(settings, "replica.fetch.max.bytes", MAX_BATCH_BYTES);
    return settings;
  }

  /** There is no second node to copy anything to. */
  private static void alone(Properties settings) {
    set(settings, "default.replication.factor", 1);
    set(settings, "offsets.topic.replication.factor", 1);
    set(settings, "transaction.state.log.replication.factor", 1);
    set(settings, "transaction.state.log.min.isr", 1);
    set(settings, "share.coordinator.state.topic.replication.factor", 1);
    set(settings, "share.coordinator.state.topic.min.isr", 1);
  }

  /** The defaults are those of a server of its own: 50 partitions a topic, 128 MiB to compact. */
  private static void small(Properties settings) {
    set(settings, "offsets.topic.num.partitions", 4);
    set(settings, "transaction.state.log.num.partitions", 4);
    set(settings, "share.coordinator.state.topic.num.partitions", 1);
    set(settings, "num.network.threads", 2);
    set(settings, "num.io.threads", 4);
    set(settings, "background.threads", 2);
    set(settings, "log.cleaner.dedupe.buffer.size", 4 << 20);
  }

  /** What a crashed stage left open is cleared away soon, and so are frames past their time. */
  private static void prompt(Properties settings) {
    set(settings, "group.initial.rebalance.delay.ms", 0);
    set(settings, "transaction.abort.timed.out.transaction.cleanup.interval.ms", 1_000);
    set(settings, "log.retention.check.interval.ms", 60_000);
  }

  private static void set(Properties settings, String name, Object value) {
    settings.setProperty(name, value.toString());
  }
}
