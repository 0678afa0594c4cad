// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.train;

import dev.mien.trainer.network.Precision;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * What a step costs: the network, how much of it learns, on how many pictures, in which numbers.
 */
final class StepOptions {

  @Option(
      names = "--backbone",
      paramLabel = "<name>",
      description = "network to train (default: mobilefacenet)")
  private @Nullable String backbone;

  @Option(
      names = "--batch",
      paramLabel = "<number>",
      description = "pictures in a step (default: 32)")
  private @Nullable Integer batch;

  @Option(
      names = "--together",
      paramLabel = "<number>",
      description =
          "pictures that go through the network at once: a matter of speed (default: 16). Networks"
              + " that normalise batches learn from the batch whole: choose a smaller --batch there")
  private @Nullable Integer together;

  @Option(
      names = "--freeze",
      paramLabel = "<stage>",
      split = ",",
      description = "stages that stay as they are")
  private @Nullable List<String> freeze;

  @Option(
      names = "--precision",
      paramLabel = "<kind>",
      description =
          "of the planes: single, bfloat16 (faster on processors with instructions for it, such as"
              + " avx512_bf16, slower on others), or float16 on CUDA (default: single)")
  private @Nullable Precision precision;

  void addTo(Map<String, Object> values) {
    Values.put(values, "backbone", backbone);
    Values.put(values, "batch", batch);
    Values.put(values, "together", together);
    Values.put(values, "freeze", freeze);
    Values.put(values, "precision", precision);
  }
}
