// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.stage;

import dev.mien.deploy.process.StopSignal;
import dev.mien.events.Topic;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Ports;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.broker.EmbeddedBroker;
import dev.mien.runtime.topics.TopicAdmin;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code mien broker}. */
@Command(
    name = "broker",
    customSynopsis = "mien broker [<options>]",
    description = "Run a Kafka broker for this machine",
    footer = {
      "",
      "A single broker on the loopback address, for trying out and for one machine; its "
          + "topics are made at once. Stop it with Ctrl-C; what it holds is there again at "
          + "the next start."
    })
public final class BrokerCommand implements Callable<Integer> {

  @Option(
      names = "--data",
      paramLabel = "<directory>",
      defaultValue = "${sys:user.home}/.mien/broker",
      description = "where its data lies (default: ${DEFAULT-VALUE})")
  private Path data;

  @Option(
      names = "--port",
      paramLabel = "<port>",
      description =
          "where it listens; 0 for any free port (default: "
              + EmbeddedBroker.DEFAULT_PORT
              + ", or any if it is taken)")
  private @Nullable Integer port;

  @Mixin private ClassesOption classes;

  @Mixin private PartitionsOption partitions;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    List<Topic> topics = partitions.made(classes.topics());
    CountDownLatch stop = new CountDownLatch(1);
    try (StopSignal signal = new StopSignal(stop::countDown);
        EmbeddedBroker broker = new EmbeddedBroker(data, freePort())) {
      signal.start();
      broker.start();
      try (TopicAdmin admin = new TopicAdmin(Cluster.at(broker.bootstrapServers()))) {
        admin.create(topics);
        mend(admin, topics.stream().map(Topic::withAnyPartitions).toList());
        if (partitions.areGiven()) {
          addPartitions(admin, topics);
        }
      }
      out.println("broker is ready at " + broker.bootstrapServers() + ", its data is in " + data);
      out.flush();
      stop.await();
    }
    return 0;
  }

  private void mend(TopicAdmin admin, List<Topic> topics) {
    PrintWriter out = spec.commandLine().getOut();
    admin.mend(topics).forEach(problem -> out.println("mended: " + problem));
  }

  /** Where a stage keeps state for fewer, the broker has to serve before that can be deleted. */
  private void addPartitions(TopicAdmin admin, List<Topic> topics) {
    try {
      mend(admin, topics);
    } catch (StageFailure e) {
      spec.commandLine().getErr().println("mien: " + e.getMessage());
      spec.commandLine().getErr().flush();
    }
  }

  /** Who names a port has told others of it. */
  private int freePort() {
    if (port == null) {
      return EmbeddedBroker.DEFAULT_PORT;
    }
    if (Ports.check("--port", port) != 0 && Ports.freeOr(port) != port) {
      throw new StageFailure(
          "port %d is not free: stop what listens there, or name another with --port"
              .formatted(port));
    }
    return port;
  }
}
