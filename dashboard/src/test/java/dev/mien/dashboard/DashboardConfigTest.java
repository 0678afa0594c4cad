// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DashboardConfigTest {

  private final DashboardConfig config = DashboardConfig.defaults();

  @Test
  void namesOfThePageMayBeNamesAndAddresses() {
    assertThat(config.knownAs(List.of("mien.example.org", " 192.0.2.7", "fd00::1")).names())
        .containsExactly("mien.example.org", "192.0.2.7", "fd00::1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mien.example.org:8090", "http://mien.example.org", "[fd00::1]", ""})
  void whatNoBrowserSendsAsANameIsRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config.knownAs(List.of(name)))
        .withMessageContaining("'" + name + "'");
  }
}
