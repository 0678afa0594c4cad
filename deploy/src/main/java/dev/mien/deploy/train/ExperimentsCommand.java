// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.train;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code mien experiments}. */
@Command(
    name = "experiments",
    customSynopsis = "mien experiments table4 [<options>]",
    description = "Do experiments of the paper again",
    subcommands = Table4Command.class)
public final class ExperimentsCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no experiment given: try table4");
  }
}
