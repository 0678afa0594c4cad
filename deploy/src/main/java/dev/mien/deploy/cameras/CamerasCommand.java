// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.cameras;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code mien cameras}. */
@Command(
    name = "cameras",
    customSynopsis = "mien cameras add|apply|remove|list|run [<options>]",
    description = "Say which cameras there are, and read them",
    subcommands = {
      AddCommand.class,
      ApplyCommand.class,
      RemoveCommand.class,
      ListCommand.class,
      RunCommand.class
    },
    footer = {
      "",
      "'mien ingest' reads one source. 'mien cameras run' reads all that 'mien cameras add' or 'apply' names on the "
          + "cluster, as they come, change and go; several such processes share them, and those of one that ends "
          + "go to the others."
    })
public final class CamerasCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say 'add', 'apply', 'remove', 'list' or 'run'");
  }
}
