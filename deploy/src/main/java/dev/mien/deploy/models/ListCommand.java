// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.models;

import dev.mien.events.ModelVersion;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code mien models list}. */
@Command(
    name = "list",
    customSynopsis = "mien models list [<options>]",
    description = "Show all versions, that which changed last first")
final class ListCommand implements Callable<Integer> {

  @Mixin private RegistryOptions registry;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<ModelVersion> versions = registry.catalogue().all();
    if (versions.isEmpty()) {
      out.println("no model is published: classifiers serve what they bring along");
    } else {
      out.print(ModelText.table(versions));
    }
    out.flush();
    return 0;
  }
}
