// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.stage;

import dev.mien.deploy.options.ClusterOptions;
import dev.mien.events.Topic;
import dev.mien.events.Topics;
import dev.mien.runtime.TopicAdmin;
import dev.mien.runtime.TopicProblem;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code mien topics}. */
@Command(
    name = "topics",
    customSynopsis = "mien topics create|check [<options>]",
    description = "Make the topics on a cluster, or check them")
public final class TopicsCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say 'create' or 'check'");
  }

  @Command(
      name = "create",
      customSynopsis = "mien topics create [<options>]",
      description = "Make the topics that are missing")
  int create(
      @Mixin ClusterOptions cluster,
      @Option(
              names = "--classes",
              paramLabel = "<class,...>",
              split = ",",
              description = "classes of the model (default: those of the bundled model)")
          List<String> classes,
      @Option(
              names = "--partitions",
              paramLabel = "<n>",
              defaultValue = "" + Topics.DEFAULT_PARTITIONS,
              description = "partitions of every topic (default: ${DEFAULT-VALUE})")
          int partitions,
      @Option(names = "--mend", description = "also set right what is wrong with those there are")
          boolean mend) {
    PrintWriter out = spec.commandLine().getOut();
    List<Topic> topics = topics(classes, partitions);
    try (TopicAdmin admin = new TopicAdmin(cluster.cluster())) {
      admin.create(topics).forEach(topic -> out.println("made " + topic.name()));
      if (mend) {
        admin.mend(topics).forEach(problem -> out.println("mended: " + problem));
      }
      return report(admin.check(topics), topics.size());
    }
  }

  @Command(
      name = "check",
      customSynopsis = "mien topics check [<options>]",
      description = "Compare the topics with what they should be")
  int check(
      @Mixin ClusterOptions cluster,
      @Option(
              names = "--classes",
              paramLabel = "<class,...>",
              split = ",",
              description = "classes of the model (default: those of the bundled model)")
          List<String> classes) {
    List<Topic> topics = topics(classes, 1);
    try (TopicAdmin admin = new TopicAdmin(cluster.cluster())) {
      return report(admin.check(topics), topics.size());
    }
  }

  private int report(List<TopicProblem> problems, int count) {
    PrintWriter out = spec.commandLine().getOut();
    problems.forEach(out::println);
    out.println(
        problems.isEmpty()
            ? count + " topics are as they should be"
            : "'mien topics create --mend' sets this right");
    out.flush();
    return problems.isEmpty() ? 0 : 1;
  }

  private static List<Topic> topics(List<String> classes, int partitions) {
    return Topics.all(classes == null ? Topics.DEFAULT_CLASSES : classes).stream()
        .map(topic -> topic.withPartitions(partitions))
        .toList();
  }
}
