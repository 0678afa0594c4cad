// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.cameras;

import dev.mien.deploy.options.ClusterOptions;
import dev.mien.ingest.fleet.CameraTopic;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code mien cameras remove}. */
@Command(
    name = "remove",
    customSynopsis = "mien cameras remove <id> [<options>]",
    description = "Have a camera read no more")
final class RemoveCommand implements Callable<Integer> {

  @Parameters(paramLabel = "<id>", description = "see 'mien cameras list'")
  private String id;

  @Mixin private ClusterOptions cluster;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    new CameraTopic(cluster.cluster()).remove(id);
    spec.commandLine().getOut().println(id + " is removed");
    spec.commandLine().getOut().flush();
    return 0;
  }
}
