// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.trainer.evaluate.Calibration.Bin;
import dev.mien.trainer.evaluate.Evaluation;
import dev.mien.trainer.evaluate.Evaluation.AlertFigures;
import dev.mien.trainer.evaluate.Evaluation.ClassFigures;
import dev.mien.trainer.evaluate.Unseen;
import dev.mien.trainer.run.Accuracy;
import dev.mien.trainer.run.EpochResult;
import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportTest {

  private final AttentionSample sample =
      new AttentionSample(
          "data:image/png;base64,AAA=",
          "calm",
          true,
          7,
          List.of(
              new AttentionSample.Map("calm", "data:image/png;base64,BBBB", "70.0 %", true),
              new AttentionSample.Map("fear", "data:image/png;base64,CCCC", "30.0 %", false)));

  @Test
  void thePageIsWellFormedAndLoadsNothing() {
    Parser parser = Parser.htmlParser().setTrackErrors(10);

    Document page = Jsoup.parse(ReportPage.html(report("v<1>", null)), "", parser);

    assertThat(parser.getErrors()).isEmpty();
    assertThat(page.title()).contains("v<1>");
    assertThat(page.select("link, script[src], iframe")).isEmpty();
    assertThat(page.select("img"))
        .isNotEmpty()
        .allMatch(image -> image.attr("src").startsWith("data:image/png;base64,"));
    assertThat(page.select("script")).hasSize(3);
  }

  @Test
  void thePageShowsTheFigures() {
    Document page = page(null);

    assertThat(page.select(".tile b").eachText())
        .containsExactly("75.0 %", "70.0 %", "65.0 %", "5.0 %");
    assertThat(page.select(".confusion td").eachText()).containsExactly("2", "1", "0", "1");
    assertThat(page.text())
        .contains("2 epochs", "temperature of 1.500", "data set: x", "12 of these faces are among");
    assertThat(page.select("#figures").outerHtml())
        .contains("\"accuracy\":[0.66", "\"overall\":[0.5,null]");
    assertThat(page.text()).doesNotContain("baseline");
  }

  @Test
  void theBaselineStandsBesideIt() {
    Document page = page(evaluation("old", 0.5));

    assertThat(page.text()).contains("old (overall 50.0 %", "+25.0 points to the baseline");
    assertThat(page.select("th").eachText()).contains("baseline");
  }

  @Test
  void mapsLieOverFacesAndTheirMirrorImages() {
    Document page = page(null);

    assertThat(page.select(".maps .face")).hasSize(3);
    assertThat(page.select(".maps .face-0.mirrored")).hasSize(3);
    assertThat(page.select("style").html()).containsOnlyOnce("base64,AAA=)");
    assertThat(page.select(".maps .true img").eachAttr("alt")).contains("attention for calm");
  }

  @Test
  void theCardIsMarkdownWithEverythingThatOneMustKnow() {
    String card = ModelCard.markdown(report("v1", evaluation("old", 0.5)));

    assertThat(card)
        .startsWith("# v1\n")
        .contains("## Intended use", "## Data", "## Calibration", "## Limits", "for research")
        .contains("| class | faces | accuracy | baseline | precision | F1 |")
        .contains("The baseline is old (overall 50.0 %")
        .contains("Without them 62.5 % are recognised, and 50.0 % in the mean")
        .contains("|---|--:|--:|--:|--:|--:|")
        .contains("| calm | 3 | 66.7 % | 66.7 % | 100.0 % | 80.0 % |")
        .contains("| calm | 0.250 (75.0 % of 4) | none | none |")
        .contains("| fear | none | none | none |")
        .contains("| epochs | 2 |", "| data | data set: x |")
        .doesNotContain("{{", "&");
  }

  @Test
  void theCardLeavesOutWhatThereIsNot() {
    assertThat(ModelCard.markdown(report("v1", null)))
        .contains("| class | faces | accuracy | precision | F1 |")
        .contains("|---|--:|--:|--:|--:|")
        .doesNotContain("baseline");
  }

  @Test
  void theHottestPlaceIsRedAndTheColdestBlue() {
    BufferedImage map = HeatMap.of(new float[] {-1, 3, 1, 1, 1, 1}, 3);

    assertThat(map.getWidth()).as("a cell more on each side").isEqualTo(3 + 2);
    assertThat(map.getHeight()).isEqualTo(2 + 2);
    assertThat(map.getRGB(1, 1) & 0xFF).as("blue").isEqualTo(0xFF);
    assertThat(map.getRGB(0, 0)).as("as the cell beside it").isEqualTo(map.getRGB(1, 1));
    assertThat(map.getRGB(4, 3)).isEqualTo(map.getRGB(3, 2));
    assertThat(map.getRGB(2, 1) & 0xFFFFFF).isEqualTo(0xFF0000);
    assertThat(map.getRGB(2, 1) >>> 24).as("denser").isGreaterThan(map.getRGB(1, 1) >>> 24);
  }

  private Document page(@Nullable Evaluation baseline) {
    return Jsoup.parse(ReportPage.html(report("v1", baseline)));
  }

  private Report report(String version, @Nullable Evaluation baseline) {
    return new Report(
        "mobilefacenet",
        "112 x 112",
        "painted",
        1_000,
        List.of(epoch(1, Map.of("validation", accuracy())), epoch(2, Map.of())),
        1,
        evaluation(version, 0.7),
        evaluation(version, 0.75),
        evaluation(version, 0.75),
        new Unseen(12, 0.625, 0.5),
        baseline,
        1.5,
        Map.of("epochs", "2"),
        Map.of("data", "data set: x"),
        List.of(sample),
        0.5);
  }

  @Test
  void mapsLieWhereTheirCellsLook() {
    String css = page(null).select("style").html();

    // Cells of a seventh; the outermost one, which repeats, is outside but for a half.
    assertThat(css).contains(".face img", "left: -7.14%; top: -7.14%; width: 128.57%");
  }

  private static EpochResult epoch(int number, Map<String, Accuracy> accuracies) {
    return new EpochResult(number, 2, 1.5, 0.25, 1e-4, 60, 100, accuracies);
  }

  private static Accuracy accuracy() {
    return new Accuracy(0.5, 0.4, List.of());
  }

  private static Evaluation evaluation(String model, double overall) {
    return new Evaluation(
        model,
        "hash",
        "test",
        4,
        overall,
        0.7,
        0.65,
        0.6,
        0.05,
        List.of(
            new ClassFigures("calm", 3, 2.0 / 3, 1, 0.8), new ClassFigures("fear", 1, 1, 0.5, 0.6)),
        List.of(List.of(2, 1), List.of(0, 1)),
        Collections.nCopies(15, new Bin(0, 0, 0)),
        List.of(new AlertFigures("calm", 0.5, 0.25, 4, 3)));
  }
}
