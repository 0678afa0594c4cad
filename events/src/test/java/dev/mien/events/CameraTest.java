// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CameraTest {

  @Test
  void keepsItsPasswordOutOfMessages() {
    assertThat(Example.CAMERA.toString()).contains("front-door").doesNotContain("secret");
  }

  @Test
  void isReadFromARecordOfBeforeItsLaterFields() throws IOException, BadRecord {
    ObjectNode old =
        Example.of("camera.json").golden().remove(List.of("maxHeight", "ffmpegOptions"));

    assertThat(Wire.read(Example.JSON.writeValueAsBytes(old), Camera.class))
        .isEqualTo(new Camera("front-door", Example.CAMERA.source(), 12.5));
  }
}
