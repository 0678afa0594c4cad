// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.models;

import dev.mien.events.ModelVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code mien models publish}. */
@Command(
    name = "publish",
    customSynopsis = "mien models publish <file> [<options>]",
    description = "Publish a model file as a candidate",
    footer = {
      "",
      "The file is tried first. It and its record are written in one transaction: classifiers see "
          + "all of it or nothing. Its version is what its metadata say."
    })
final class PublishCommand implements Callable<Integer> {

  @Parameters(paramLabel = "<file>", description = "ONNX file that 'mien train' wrote")
  private Path file;

  @Option(
      names = "--allow-class-change",
      description = "although its classes are not those of the active model")
  private boolean mayChangeClasses;

  @Mixin private RegistryOptions registry;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    ModelVersion version = Upload.publish(file, mayChangeClasses, registry.cluster());
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "published %s (%,d bytes) as a candidate; 'mien models promote %s' lets it serve%n",
            version.version(),
            version.bytes(),
            version.version());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
