// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mien.events.Camera;
import dev.mien.runtime.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FleetCameraTest {

  private final Failing stages = new Failing();
  private final FleetCamera camera = new FleetCamera(new Camera("door", "x", 0), stages);

  @Test
  void whatFailsIsTriedAgainLaterAndLater() throws InterruptedException {
    camera.start();
    await().atMost(Duration.ofSeconds(30)).until(() -> stages.nanos.size() >= 3);
    camera.stop();

    assertThat(camera.join(Duration.ofSeconds(10))).isTrue();
    assertThat(stages.pause(0)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(stages.pause(1)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    assertThat(stages.forgotten).isOne();
  }

  /** No stage of it can even be made. */
  private static final class Failing implements CameraStages {

    private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
    private int forgotten;

    Duration pause(int number) {
      return Duration.ofNanos(nanos.get(number + 1) - nanos.get(number));
    }

    @Override
    public Stage create(Camera camera) {
      nanos.add(System.nanoTime());
      throw new IllegalStateException("no");
    }

    @Override
    public void forget(Camera camera) {
      forgotten++;
    }
  }
}
