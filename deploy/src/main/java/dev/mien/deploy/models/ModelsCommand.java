// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.models;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code mien models}. */
@Command(
    name = "models",
    customSynopsis =
        "mien models publish|list|show|promote|rollback|retire|download|diff [<options>]",
    description = "Publish models, and say which one serves",
    subcommands = {
      PublishCommand.class,
      ListCommand.class,
      ShowCommand.class,
      PromoteCommand.class,
      RollbackCommand.class,
      RetireCommand.class,
      DownloadCommand.class,
      DiffCommand.class
    },
    footer = {
      "",
      "A published model is a candidate, which 'mien classifier --shadow' tries beside the active "
          + "one. Once it is promoted every running classifier fetches and checks it and goes over to it "
          + "between two batches; one that refuses it says so in its log, its health and its metrics "
          + "and keeps what it has."
    })
public final class ModelsCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "say 'publish', 'list', 'show', 'promote', 'rollback', 'retire', 'download' or 'diff'");
  }
}
