// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CameraIdTest {

  @ParameterizedTest
  @ValueSource(strings = {"0", "front-door", "Gate_7.north", "a..b"})
  void acceptsWhatIsSafeInAFileNameAndALabel(String id) {
    assertThat(CameraId.check(id)).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "..", "-v", "_x", "a/b", "a b", "door\n", "tür", "a,b", "a\"b"})
  void refusesWhatIsNot(String id) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CameraId.check(id))
        .withMessageStartingWith("camera id '" + id + "' is not valid");
  }

  @Test
  void isAtMost100CharactersLong() {
    String longest = "x".repeat(100);

    assertThat(CameraId.check(longest)).isEqualTo(longest);
    assertThatIllegalArgumentException().isThrownBy(() -> CameraId.check(longest + "x"));
  }
}
