// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mien.ingest.IngestConfig.Mode;
import dev.mien.ingest.backlog.Backlog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IngestConfigTest {

  private static final IngestConfig FILE = IngestConfig.of(new Source("clip.mp4"), "lobby");

  @Test
  void readsFilesCompletelyAndEverythingElseLive() {
    assertThat(FILE.mode()).isEqualTo(Mode.FILE);
    assertThat(IngestConfig.of(new Source("rtsp://camera/1"), "door").mode()).isEqualTo(Mode.LIVE);
    assertThat(IngestConfig.of(new Source("/dev/video0"), "desk").mode()).isEqualTo(Mode.LIVE);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN})
  void refusesAFrameRateThatKeepsNothing(double fps) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FILE.withMaxFps(fps))
        .withMessageContaining("fps is " + fps);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -720})
  void refusesAHeightThatLeavesNoPicture(int height) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FILE.withMaxHeight(height))
        .withMessageContaining("max height is " + height);
  }

  @Test
  void refusesToRepeatWhatIsNoFile() {
    IngestConfig live = IngestConfig.of(new Source("rtsp://u:secret@camera/1"), "door");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> live.withLoop(true))
        .withMessage(
            "'rtsp://u:***@camera/1' cannot be repeated: only a file can, leave out the loop");
  }

  @Test
  void refusesACameraIdThatIsNoRecordKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IngestConfig.of(new Source("clip.mp4"), "front door"))
        .withMessageContaining("'front door'");
  }

  @Test
  void refusesAJpegQualityAndAQueueOutOfRange() {
    Source clip = new Source("clip.mp4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FILE.withJpegQuality(101))
        .withMessage("JPEG quality is 101, expected 1 to 100");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new IngestConfig(clip, "c", Mode.FILE, 10, 720, false, 90, 0, Backlog.defaults()))
        .withMessage("queue length is 0, expected 1 to 1000");
  }
}
