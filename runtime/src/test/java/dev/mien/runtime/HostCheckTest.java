// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostCheckTest {

  @ParameterizedTest(name = "at {0}, {1}: {2}")
  @CsvSource({
    "127.0.0.1, localhost:9400, true",
    "127.0.0.1, LocalHost, true",
    "127.0.0.1, 127.0.0.2:9400, true",
    "127.0.0.1, [::1]:9400, true",
    "127.0.0.1,, true",
    "127.0.0.1, evil.example, false",
    "127.0.0.1, localhost.evil.example:9400, false",
    "127.0.0.1, 127.0.0.1.evil.example, false",
    "127.0.0.1, 192.168.0.7:9400, false",
    "::1, evil.example:9400, false",
    "::1, localhost, true",
    "0:0:0:0:0:0:0:1, [0:0:0:0:0:0:0:1]:9400, true",
    "localhost, evil.example, false",
    "0.0.0.0, mien.example:9400, true",
    "192.0.2.7, mien.example:9400, true",
  })
  void allowsNamesOfThisMachineWhereOthersMayNotAsk(
      String listening, String host, boolean allowed) {
    assertThat(new HostCheck(new InetSocketAddress(listening, 9400)).allows(host))
        .isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "mien.example:8090, true",
    "Mien.Example, true",
    "localhost:8090, true",
    "evil.example, false",
    "mien.example.evil.example, false",
    "mienXexample, false",
  })
  void allowsOnlyKnownNamesWhereThereAreAny(String host, boolean allowed) {
    HostCheck check =
        new HostCheck(new InetSocketAddress("0.0.0.0", 8090), List.of("mien.example"));

    assertThat(check.allows(host)).isEqualTo(allowed);
  }

  @Test
  void allowsTheNameThatItListensOn() throws IOException {
    InetAddress own = InetAddress.getByAddress("camera-pc", new byte[] {127, 0, 1, 1});
    HostCheck check = new HostCheck(new InetSocketAddress(own, 9400));

    assertThat(check.allows("camera-pc:9400")).isTrue();
    assertThat(check.allows("evil.example:9400")).isFalse();
  }
}
