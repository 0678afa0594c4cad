// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CameraTest {

  @Test
  void keepsItsPasswordOutOfMessages() {
    assertThat(Example.CAMERA.toString()).contains("front-door").doesNotContain("secret");
  }
}
