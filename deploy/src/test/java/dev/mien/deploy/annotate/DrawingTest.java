// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.annotate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.dashboard.DashboardStage;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DrawingTest {

  private static final Pattern COLOUR = Pattern.compile("(\\w+): \"#([0-9a-f]{6})\"");

  @Test
  void aClassHasTheColourOfTheLivePage() throws IOException {
    Map<String, Integer> page = new HashMap<>();
    try (InputStream in = DashboardStage.class.getResourceAsStream("page/classes.js")) {
      Matcher colours = COLOUR.matcher(new String(requireNonNull(in).readAllBytes(), UTF_8));
      while (colours.find()) {
        page.put(colours.group(1), Integer.parseInt(colours.group(2), 16));
      }
    }

    assertThat(page).hasSize(8);
    assertThat(Drawing.COLOURS).isEqualTo(page);
  }
}
