// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.models;

import dev.mien.classifier.registry.Promotions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code mien models retire}. */
@Command(
    name = "retire",
    customSynopsis = "mien models retire <version> [--delete] [<options>]",
    description = "Give up a version that does not serve")
final class RetireCommand implements Callable<Integer> {

  @Parameters(paramLabel = "<version>", description = "see 'mien models list'")
  private String version;

  @Option(names = "--delete", description = "also delete its file and its record")
  private boolean delete;

  @Mixin private NoteOption reason;

  @Mixin private RegistryOptions registry;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    new Promotions(registry.cluster()).withdraw(version, delete, reason.note());
    spec.commandLine().getOut().println(version + (delete ? " is deleted" : " is retired"));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
