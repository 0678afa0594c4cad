// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.cameras;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.deploy.cameras.CameraChange.Kind;
import dev.mien.events.Camera;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CameraChangeTest {

  private static final Camera A = new Camera("a", "rtsp://me:secret@a", 0);
  private static final Camera B = new Camera("b", "rtsp://b", 5);

  @Test
  void tellsWhatIsNewFromWhatIsThere() {
    assertThat(CameraChange.between(List.of(B, A), Map.of("a", A), false))
        .containsExactly(
            new CameraChange(B, Kind.ADDED, ""), new CameraChange(A, Kind.UNCHANGED, ""));
  }

  @Test
  void namesTheFieldsThatChange() {
    Camera faster = new Camera("b", "rtsp://b", 6);
    Camera other = new Camera("b", "rtsp://c", 6);

    Camera lower = new Camera("b", B.source(), B.maxFps(), 720, Map.of("user_agent", "me"));

    assertThat(CameraChange.between(List.of(lower), Map.of("b", B), false))
        .containsExactly(new CameraChange(lower, Kind.CHANGED, "maxHeight, ffmpegOptions"));
    assertThat(CameraChange.between(List.of(faster), Map.of("b", B), false))
        .containsExactly(new CameraChange(faster, Kind.CHANGED, "maxFps"));
    assertThat(CameraChange.between(List.of(other), Map.of("b", B), false))
        .containsExactly(new CameraChange(other, Kind.CHANGED, "source, maxFps"));
  }

  @Test
  void leavesOrRemovesWhatIsNotInTheFile() {
    assertThat(CameraChange.between(List.of(B), Map.of("a", A, "b", B), false))
        .extracting(CameraChange::kind)
        .containsExactly(Kind.UNCHANGED, Kind.LEFT);
    assertThat(CameraChange.between(List.of(B), Map.of("a", A, "b", B), true))
        .extracting(CameraChange::kind)
        .containsExactly(Kind.UNCHANGED, Kind.REMOVED);
  }

  @Test
  void keepsThePasswordToItself() {
    assertThat(new CameraChange(A, Kind.ADDED, ""))
        .asString()
        .contains("a ", "added", "rtsp://me:***@a");
  }
}
