// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class InputOptionsTest {

  @Test
  void knowsThoseOfFormatsDevicesAndProtocols() {
    List<String> known =
        List.of("probesize", "rtsp_transport", "start_number", "input_format", "tls_verify");

    assertThat(InputOptions.unknown(known)).isEmpty();
  }

  @Test
  void knowsNoneOfDecodersAndNoneThatThereIsNot() {
    List<String> others = List.of("rtsp_transprt", "skip_frame", "udp", "");

    assertThat(InputOptions.unknown(others)).containsExactlyElementsOf(others);
  }
}
