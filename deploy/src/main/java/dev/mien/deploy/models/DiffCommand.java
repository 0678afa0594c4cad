// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.models;

import dev.mien.classifier.registry.Catalogue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code mien models diff}. */
@Command(
    name = "diff",
    customSynopsis = "mien models diff <version> <version> [<options>]",
    description = "Show the metrics of two versions side by side")
final class DiffCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "<version>", description = "the one before")
  private String left;

  @Parameters(index = "1", paramLabel = "<version>", description = "the one after")
  private String right;

  @Mixin private RegistryOptions registry;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Catalogue catalogue = registry.catalogue();
    spec.commandLine()
        .getOut()
        .print(ModelText.difference(catalogue.require(left), catalogue.require(right)));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
