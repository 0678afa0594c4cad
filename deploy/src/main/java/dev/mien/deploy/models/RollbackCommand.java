// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.models;

import dev.mien.classifier.registry.Promotions;
import dev.mien.events.ModelVersion;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code mien models rollback}. */
@Command(
    name = "rollback",
    customSynopsis = "mien models rollback [<options>]",
    description = "Let the model serve again that was active before")
final class RollbackCommand implements Callable<Integer> {

  @Mixin private NoteOption reason;

  @Mixin private RegistryOptions registry;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Optional<ModelVersion> active = new Promotions(registry.cluster()).rollBack(reason.note());
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        active
            .map(version -> version.version() + " is active")
            .orElse("no published model is active: classifiers serve what they bring along"));
    out.flush();
    return 0;
  }
}
