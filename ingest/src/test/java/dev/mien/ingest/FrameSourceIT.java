// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class FrameSourceIT {

  @TempDir Path folder;

  @Nested
  class Video extends FrameSourceContract {
    @Override
    FrameSource source() throws IOException {
      return video(60);
    }
  }

  @Nested
  class Paced extends FrameSourceContract {
    @Override
    FrameSource source() throws IOException {
      return PacedSource.ofFile(video(60));
    }
  }

  @Nested
  class Looped extends FrameSourceContract {
    @Override
    FrameSource source() throws IOException {
      video(7);
      return new LoopedSource(this::again);
    }

    private FrameSource again() {
      return new VideoSource(IngestConfig.of(new Source(file().toString()), "cam"));
    }
  }

  private FrameSource video(int frames) throws IOException {
    Path file = TestVideo.shades(file(), frames);
    return new VideoSource(IngestConfig.of(new Source(file.toString()), "cam"));
  }

  private Path file() {
    return folder.resolve("contract.mkv");
  }
}
