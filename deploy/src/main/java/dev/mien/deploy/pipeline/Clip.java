// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bundled clip, as the file that FFmpeg wants. */
public final class Clip {

  private static final String NAME = "clip.mp4";

  private Clip() {}

  /** Copies the clip into a folder and returns its path. */
  public static Path copyTo(Path folder) {
    Path file = folder.resolve(NAME);
    try (InputStream clip = Clip.class.getResourceAsStream(NAME)) {
      if (clip == null) {
        throw new IllegalStateException(NAME + " is not in the distribution: build it again");
      }
      Files.copy(clip, file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy the clip to " + file, e);
    }
  }
}
