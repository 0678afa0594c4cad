// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class DashboardsTest {

  /** What a stage, the process or a client of Kafka records; recorded rules have a colon. */
  private static final Pattern METRIC =
      Pattern.compile("(?<![:\\w.-])(?:mien|kafka|jvm|process|system)_\\w+(?![:\\w])");

  /** What a timer or a distribution has several of. */
  private static final Pattern PART = Pattern.compile("_(bucket|count|sum|max)$");

  private static final Pattern ALERT = Pattern.compile("alert: (\\w+)");
  private static final Pattern FIRES =
      Pattern.compile("alertname: (\\w+)\\s+exp_alerts:\\s+- exp_labels");

  static List<Dashboard> dashboards() {
    return Dashboard.all();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelsAreUniqueAndSayWhatTheyShow(Dashboard dashboard) {
    assertThat(dashboard.panels())
        .extracting(panel -> panel.path("id").asInt())
        .doesNotHaveDuplicates();
    for (JsonNode panel : dashboard.panels()) {
      assertThat(panel.path("title").asText()).isNotBlank();
      if (!panel.path("type").asText().equals("row")) {
        assertThat(panel.path("description").asText()).as("%s", panel.path("title")).isNotBlank();
        assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
        assertThat(panel.path("targets")).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelsLieInTheGridWithoutOverlap(Dashboard dashboard) {
    Set<List<Integer>> taken = new HashSet<>();
    for (JsonNode panel : dashboard.panels()) {
      JsonNode at = panel.path("gridPos");
      for (int x = 0; x < at.path("w").asInt(); x++) {
        for (int y = 0; y < at.path("h").asInt(); y++) {
          List<Integer> cell = List.of(at.path("x").asInt() + x, at.path("y").asInt() + y);
          assertThat(cell.get(0)).isLessThan(24);
          assertThat(taken.add(cell)).as("%s at %s", panel.path("title"), cell).isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void theDataSourceIsAVariable(Dashboard dashboard) {
    assertThat(dashboard.json().findValues("datasource"))
        .isNotEmpty()
        .allSatisfy(source -> assertThat(source.path("uid").asText()).isEqualTo("${datasource}"));
  }

  @Test
  void dashboardsHaveAnIdOfTheirOwn() {
    assertThat(dashboards())
        .hasSize(4)
        .extracting(dashboard -> dashboard.json().path("uid").asText())
        .doesNotHaveDuplicates();
  }

  @Test
  void everyMetricIsOneThatTheStagesHave() throws IOException {
    String asked =
        dashboards().stream()
                .map(dashboard -> dashboard.json().toString())
                .collect(Collectors.joining())
            + prometheus("rules.yml")
            + prometheus("alerts.yml")
            + prometheus("alerts_test.yml");

    assertThat(found(METRIC, asked, 0)).hasSizeGreaterThan(50).isSubsetOf(Metrics.names());
  }

  @Test
  void everyAlertIsSeenToFireAndHasARunbook() throws IOException {
    Set<String> alerts = found(ALERT, prometheus("alerts.yml"), 1);

    assertThat(found(FIRES, prometheus("alerts_test.yml"), 1)).isEqualTo(alerts);
    String readme = Files.readString(Path.of("README.md"));
    assertThat(alerts).allSatisfy(alert -> assertThat(readme).contains("\n### " + alert + "\n"));
  }

  @Test
  void everyMeterOfAStageStandsInAReadme() throws IOException {
    String readmes =
        Files.readString(Path.of("README.md"))
            + Files.readString(Path.of("..", "classifier", "README.md"));

    assertThat(Metrics.names())
        .filteredOn(name -> name.startsWith("mien_"))
        .isNotEmpty()
        .allSatisfy(
            name -> assertThat(readmes).contains("`" + PART.matcher(name).replaceFirst("") + "`"));
  }

  private static Set<String> found(Pattern pattern, String text, int group) {
    Stream<MatchResult> matches = pattern.matcher(text).results();
    return matches.map(match -> match.group(group)).collect(Collectors.toCollection(TreeSet::new));
  }

  private static String prometheus(String file) throws IOException {
    return Files.readString(Path.of("prometheus", file));
  }
}
