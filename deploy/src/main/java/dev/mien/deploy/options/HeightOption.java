// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.options;

import dev.mien.events.Frame;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How large a frame may be. */
public final class HeightOption {

  @Option(
      names = "--max-height",
      paramLabel = "<pixels>",
      description =
          "scale frames down that are higher: less work for all that follows, but faces become smaller, too (default: as they are)")
  private @Nullable Integer height;

  /**
   * Returns the height in pixels, or nothing where frames stay as they are.
   *
   * @throws IllegalArgumentException if no frame can have it
   */
  public OptionalInt pixels() {
    if (height == null) {
      return OptionalInt.empty();
    }
    if (height < 1 || height > Frame.MAX_SIDE) {
      throw new IllegalArgumentException(
          "--max-height is %d, expected 1 to %d, or leave it out to keep frames as they are"
              .formatted(height, Frame.MAX_SIDE));
    }
    return OptionalInt.of(height);
  }
}
