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
import org.jspecify.annotations.Nullable;
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
      description =
          "partitions of every topic but those of models and cameras (default: "
              + Topics.DEFAULT_PARTITIONS
              + " of those that are made, any of those there are)")
  private @Nullable Integer partitions;

  @Option(names = "--mend", description = "also set right what is wrong with those there are")
  private boolean mend;

  @Mixin private ClusterOptions cluster;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Topic> made = classes.topics().stream().map(this::made).toList();
    List<Topic> wanted =
        partitions == null ? made.stream().map(Topic::withAnyPartitions).toList() : made;
    try (TopicAdmin admin = new TopicAdmin(cluster.cluster())) {
      admin.create(made).forEach(topic -> out.println("made " + topic.name()));
      if (mend) {
        admin.mend(wanted).forEach(problem -> out.println("mended: " + problem));
      }
    }
    return TopicsCheckCommand.report(wanted, cluster.cluster(), out);
  }

  /** What is kept by its key has a number of its own. */
  private Topic made(Topic topic) {
    return partitions == null || topic.cleanup() == Topic.Cleanup.COMPACT
        ? topic
        : topic.withPartitions(partitions);
  }
}
