// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.models;

import dev.mien.classifier.registry.CatalogueReader;
import dev.mien.classifier.registry.ModelFiles;
import dev.mien.classifier.registry.ModelRefused;
import dev.mien.events.ModelVersion;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code mien models download}. */
@Command(
    name = "download",
    customSynopsis = "mien models download <version> [--out <file>] [<options>]",
    description = "Write the file of a version")
final class DownloadCommand implements Callable<Integer> {

  @Parameters(paramLabel = "<version>", description = "see 'mien models list'")
  private String version;

  @Option(
      names = "--out",
      paramLabel = "<file>",
      description = "where to write it (default: <version>.onnx here)")
  private @Nullable Path out;

  @Mixin private RegistryOptions registry;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Cluster cluster = registry.cluster();
    ModelVersion found = CatalogueReader.read(cluster).require(version);
    Path target = out == null ? Path.of(version + ".onnx") : out;
    try {
      // As a whole: what is there can be a model that serves.
      WholeFile.write(target, ModelFiles.fetch(cluster, found));
    } catch (ModelRefused e) {
      throw new StageFailure(e.getMessage(), e);
    }
    spec.commandLine().getOut().printf("%s, SHA-256 %s%n", target, found.sha256());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
