// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.train;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code mien data}. */
@Command(
    name = "data",
    customSynopsis = "mien data prepare|show [<options>]",
    description = "Pack a data set of labelled faces, or look into one",
    subcommands = {DataPrepareCommand.class, DataShowCommand.class})
public final class DataCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say 'prepare' or 'show'");
  }
}
