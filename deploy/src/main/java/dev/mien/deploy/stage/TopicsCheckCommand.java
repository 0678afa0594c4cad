// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.stage;

import dev.mien.deploy.options.ClusterOptions;
import dev.mien.events.Topic;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.topics.TopicAdmin;
import dev.mien.runtime.topics.TopicProblem;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code mien topics check}. */
@Command(
    name = "check",
    customSynopsis = "mien topics check [<options>]",
    description = "Compare the topics with what they should be")
final class TopicsCheckCommand implements Callable<Integer> {

  @Mixin private ClassesOption classes;

  @Mixin private ClusterOptions cluster;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<Topic> topics = classes.topics().stream().map(Topic::withAnyPartitions).toList();
    return report(topics, cluster.cluster(), spec.commandLine().getOut());
  }

  /** Prints what is wrong and returns the exit code. */
  static int report(List<Topic> topics, Cluster cluster, PrintWriter out) {
    try (TopicAdmin admin = new TopicAdmin(cluster)) {
      List<TopicProblem> problems = admin.check(topics);
      problems.forEach(out::println);
      out.println(
          problems.isEmpty()
              ? topics.size() + " topics are as they should be"
              : "'mien topics create --mend' with the same options sets this right");
      out.flush();
      return problems.isEmpty() ? 0 : 1;
    }
  }
}
