// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.stage;

import dev.mien.deploy.options.ClusterOptions;
import dev.mien.events.Topic;
import dev.mien.runtime.topics.TopicAdmin;
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

  @Mixin private PartitionsOption partitions;

  @Option(names = "--mend", description = "also set right what is wrong with those there are")
  private boolean mend;

  @Option(
      names = "--drop-state",
      description =
          "with --mend and --partitions: delete what stopped stages keep for the partitions there "
              + "are, so that there can be more; tracks and open windows of rates begin anew")
  private boolean dropState;

  @Mixin private ClusterOptions cluster;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Topic> made = partitions.made(classes.topics());
    List<Topic> wanted = partitions.wanted(classes.topics());
    if (dropState && !(mend && partitions.areGiven())) {
      throw new IllegalArgumentException(
          "--drop-state is for --mend with --partitions: give both, too");
    }
    try (TopicAdmin admin = new TopicAdmin(cluster.cluster())) {
      admin.create(made).forEach(topic -> out.println("made " + topic.name()));
      if (dropState) {
        admin.dropState(wanted).forEach(name -> out.println("deleted " + name));
      }
      if (mend) {
        admin.mend(wanted).forEach(problem -> out.println("mended: " + problem));
      }
    }
    return TopicsCheckCommand.report(wanted, cluster.cluster(), out);
  }
}
