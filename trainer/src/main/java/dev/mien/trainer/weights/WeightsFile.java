// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.weights;

import dev.mien.runtime.FileProblem;
import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** A file of weights, in whichever of the two formats. */
public final class WeightsFile {

  /** A safetensors file may begin with a P too: it begins with the length of its header. */
  private static final byte[] ZIP = {'P', 'K', 3, 4};

  private static final int PICKLE = 0x80;

  private WeightsFile() {}

  /**
   * Reads the tensors of a file in the safetensors format, or of a state dictionary that {@code
   * torch.save} wrote ({@code .pth}, {@code .pt}). Nothing in it is executed.
   *
   * @return by name, in the file's order
   * @throws StageFailure naming the file, what is wrong with it and the remedy
   */
  public static Map<String, StoredTensor> read(Path file) {
    byte[] first = firstBytes(file);
    if (first.length > 0
        && first[0] == (byte) PICKLE
        && !file.toString().endsWith(".safetensors")) {
      throw new StageFailure(
          "weights file %s is in the format before PyTorch 1.6. Load it there and save it again"
              .formatted(file));
    }
    return Arrays.equals(first, ZIP)
        ? StateDictFile.read(file)
        : SafetensorsFile.read(file).tensors();
  }

  private static byte[] firstBytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(ZIP.length);
    } catch (IOException e) {
      throw new StageFailure(
          "weights file %s cannot be read: %s. Give a file in the safetensors format or a state"
                  .formatted(file, FileProblem.reason(e))
              + " dictionary of PyTorch",
          e);
    }
  }
}
