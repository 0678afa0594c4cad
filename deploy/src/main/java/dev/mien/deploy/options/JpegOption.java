// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.options;

import dev.mien.ingest.IngestConfig;
import picocli.CommandLine.Option;

/** How a frame is packed. */
public final class JpegOption {

  @Option(
      names = "--jpeg-quality",
      paramLabel = "<n>",
      defaultValue = "" + IngestConfig.DEFAULT_JPEG_QUALITY,
      description =
          "of the JPEG that a frame becomes, 1 to 100; less makes smaller frames (default: ${DEFAULT-VALUE})")
  private int quality;

  /** Returns the quality as it was given. */
  public int quality() {
    return quality;
  }
}
