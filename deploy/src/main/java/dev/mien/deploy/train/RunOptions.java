// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.train;

import dev.mien.trainer.run.Pretrained;
import dev.mien.trainer.weights.Rename;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What training begins with, and where it writes to. */
final class RunOptions {

  @Option(
      names = "--data",
      required = true,
      paramLabel = "<file>",
      description = "faces that 'mien data prepare' made")
  private Path data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "<directory>",
      description = "for everything that is written")
  private Path out;

  @Option(
      names = "--weights",
      paramLabel = "<file>",
      description =
          "weights to begin with, safetensors or a state dictionary of PyTorch (default: random ones)")
  private @Nullable Path weights;

  @Option(
      names = "--rename",
      paramLabel = "<from=to>",
      split = ",",
      converter = RenameConverter.class,
      description =
          "tensors of --weights whose names begin with <from> begin with <to> in the network, such"
              + " as fc.=classifier.; several apply in their order")
  private List<Rename> renames = List.of();

  @Option(
      names = "--weights-partial",
      description =
          "take --weights that lack parts of the backbone, which stay random; weights.txt in the"
              + " folder of the run names every tensor")
  private boolean partial;

  Path data() {
    return data;
  }

  Path out() {
    return out;
  }

  /** Returns the weights to begin with, null for random ones. */
  @Nullable Pretrained pretrained() {
    if (weights == null && (partial || !renames.isEmpty())) {
      throw new IllegalArgumentException(
          "--rename and --weights-partial say nothing without --weights");
    }
    return weights == null ? null : new Pretrained(weights, renames, partial);
  }

  private static final class RenameConverter implements ITypeConverter<Rename> {
    @Override
    public Rename convert(String value) {
      try {
        return Rename.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
