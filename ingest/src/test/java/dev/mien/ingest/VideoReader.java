// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.runtime.StageFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Reads videos to their end, as a camera named "cam". */
final class VideoReader {

  private VideoReader() {}

  static IngestConfig config(Path file) {
    return IngestConfig.of(new Source(file.toString()), "cam");
  }

  static List<CapturedFrame> read(IngestConfig config) {
    List<CapturedFrame> frames = new ArrayList<>();
    try (VideoSource source = new VideoSource(config)) {
      source.open();
      for (CapturedFrame frame = source.read(); frame != null; frame = source.read()) {
        frames.add(frame);
      }
    }
    return frames;
  }

  static AbstractThrowableAssert<?, ?> assertThatOpening(String address) {
    return assertThatOpening(new Source(address));
  }

  static AbstractThrowableAssert<?, ?> assertThatOpening(Source source) {
    ThrowingCallable open = () -> read(IngestConfig.of(source, "cam"));
    return assertThatThrownBy(open).isInstanceOf(StageFailure.class);
  }
}
