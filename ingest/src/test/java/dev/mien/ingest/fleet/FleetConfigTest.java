// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.events.Camera;
import dev.mien.ingest.IngestConfig;
import dev.mien.ingest.IngestConfig.Mode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetConfigTest {

  private final FleetConfig config = FleetConfig.defaults();

  @ParameterizedTest
  @CsvSource({"rtsp://camera/stream, false", "/dev/video0, false", "/films/door.mp4, true"})
  void everyCameraIsLiveAndForEver(String source, boolean loop) {
    IngestConfig camera = config.of(new Camera("door", source, 0));

    assertThat(camera.mode()).isEqualTo(Mode.LIVE);
    assertThat(camera.loop()).isEqualTo(loop);
    assertThat(camera.endless()).isTrue();
    assertThat(camera.maxFps()).isEqualTo(IngestConfig.ALL_FRAMES);
    assertThat(camera.maxHeight()).isEqualTo(IngestConfig.FULL_HEIGHT);
  }

  @Test
  void aCameraMayHaveACap() {
    assertThat(config.of(new Camera("door", "rtsp://camera/stream", 2.5)).maxFps()).isEqualTo(2.5);
  }

  @Test
  void aCameraMayHaveAHeightAndOptionsOfItsOwn() {
    Map<String, String> udp = Map.of("rtsp_transport", "udp");

    IngestConfig camera = config.of(new Camera("door", "rtsp://camera/stream", 0, 720, udp));

    assertThat(camera.maxHeight()).isEqualTo(720);
    assertThat(camera.source().options()).isEqualTo(udp);
  }
}
