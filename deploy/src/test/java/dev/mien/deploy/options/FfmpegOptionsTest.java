// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class FfmpegOptionsTest {

  @Test
  void aValueMayHaveAnything() {
    assertThat(byName("rtsp_transport=udp", "headers=A: b=c, d", "user_agent="))
        .isEqualTo(Map.of("rtsp_transport", "udp", "headers", "A: b=c, d", "user_agent", ""));
    assertThat(byName()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cret", "=s3cret"})
  void whatIsNoOptionIsRefusedButNotShown(String option) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> byName("user_agent=me", option))
        .withMessageContainingAll("--ffmpeg-option", "expected name=value")
        .withMessageNotContaining("s3cret");
  }

  @Test
  void aNameThatFfmpegDoesNotKnowIsNamedWithoutItsValue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> byName("rtsp_transprt=s3cret", "probesize=32"))
        .withMessageContaining("--ffmpeg-option rtsp_transprt: FFmpeg has no such option")
        .withMessageNotContaining("s3cret");
  }

  private static Map<String, String> byName(String... options) {
    String[] arguments = new String[2 * options.length];
    for (int i = 0; i < options.length; i++) {
      arguments[2 * i] = "--ffmpeg-option";
      arguments[2 * i + 1] = options[i];
    }
    return CommandLine.populateCommand(new FfmpegOptions(), arguments).byName();
  }
}
