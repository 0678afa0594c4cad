// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.models;

import dev.mien.events.ModelVersion;
import dev.mien.events.Wire;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code mien models show}. */
@Command(
    name = "show",
    customSynopsis = "mien models show <version> [<options>]",
    description = "Show all that is known about a version")
final class ShowCommand implements Callable<Integer> {

  @Parameters(paramLabel = "<version>", description = "see 'mien models list'")
  private String version;

  @Option(names = "--json", description = "print its record as it is")
  private boolean json;

  @Mixin private RegistryOptions registry;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    ModelVersion found = registry.catalogue().require(version);
    if (json) {
      out.println(new String(Wire.write(found), StandardCharsets.UTF_8));
    } else {
      out.print(ModelText.page(found));
    }
    out.flush();
    return 0;
  }
}
