// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.train;

import dev.mien.trainer.data.ContactSheet;
import dev.mien.trainer.data.Copies;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.data.FaceSetSummary;
import dev.mien.trainer.data.Imbalance;
import dev.mien.trainer.data.Part;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code mien data show}. */
@Command(
    name = "show",
    customSynopsis = "mien data show <file> [--out <directory>] [<options>]",
    description = "Show what a packed file of faces holds")
final class DataShowCommand implements Callable<Integer> {

  @Parameters(paramLabel = "<file>", description = "packed file of 'mien data prepare'")
  private Path file;

  @Option(
      names = "--out",
      paramLabel = "<directory>",
      description = "also write a contact sheet of each class, a PNG, to this directory")
  private @Nullable Path out;

  @Option(
      names = "--imbalance-factor",
      paramLabel = "<n>",
      description = "also show the training part thinned out to this imbalance")
  private @Nullable Double imbalanceFactor;

  @Option(
      names = "--seed",
      paramLabel = "<n>",
      defaultValue = "1",
      description = "seed that picks the faces of it (default: ${DEFAULT-VALUE})")
  private long seed;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter console = spec.commandLine().getOut();
    try (FaceSet set = FaceSet.open(file)) {
      console.printf(
          Locale.ROOT,
          "%s: %,d faces of %d x %d pixels, margin %d, SHA-256 %s%n%n",
          set.source(),
          set.size(),
          set.side(),
          set.side(),
          set.margin(),
          set.hash());
      FaceSetSummary.of(set).lines().forEach(console::println);
      Copies.of(set).lines().forEach(console::println);
      if (imbalanceFactor != null) {
        int[] subset = Imbalance.subset(set, Part.TRAIN, imbalanceFactor, seed);
        console.printf("%nimbalance factor %s, seed %d%n", imbalanceFactor, seed);
        FaceSetSummary.of(set, subset).lines().forEach(console::println);
      }
      if (out != null) {
        ContactSheet.write(set, out);
        console.println("contact sheets written to " + out);
      }
    }
    console.flush();
    return 0;
  }
}
