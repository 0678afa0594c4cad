// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.stage;

import dev.mien.deploy.options.ClusterOptions;
import dev.mien.events.Topic;
import dev.mien.events.Topics;
import dev.mien.runtime.TopicAdmin;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code mien topics create}. */
@Command(
    name = "create",
    customSynopsis = "mien topics create [<options>]",
    description = "Make the topics that are missing")
final class TopicsCreateCommand implements Callable<Integer> {

  @Mixin private ClassesOption classes;

  @Option(
      names = "--partitions",
      paramLabel = "<n>",
      defaultValue = "" + Topics.DEFAULT_PARTITIONS,
      description =
          "partitions of every topic but those of models and cameras (default: ${DEFAULT-VALUE})")
  private int partitions;

  @Option(names = "--mend", description = "also set right what is wrong with those there are")
  private boolean mend;

  @Mixin private ClusterOptions cluster;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Topic> topics = classes.topics().stream().map(this::sized).toList();
    try (TopicAdmin admin = new TopicAdmin(cluster.cluster())) {
      admin.create(topics).forEach(topic -> out.println("made " + topic.name()));
      if (mend) {
        admin.mend(topics).forEach(problem -> out.println("mended: " + problem));
      }
    }
    return TopicsCheckCommand.report(topics, cluster.cluster(), out);
  }

  /** What is kept by its key has a number of its own. */
  private Topic sized(Topic topic) {
    return topic.cleanup() == Topic.Cleanup.COMPACT ? topic : topic.withPartitions(partitions);
  }
}
