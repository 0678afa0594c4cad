// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mien.classifier.FaceSamples;
import dev.mien.classifier.model.ModelVariant;
import dev.mien.classifier.serving.ModelMetrics;
import dev.mien.classifier.serving.ModelPolicy;
import dev.mien.events.Emotion;
import dev.mien.events.ModelChange;
import dev.mien.events.Topics;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Models that turn out bad once they serve. */
final class ProbationIT extends LiveModels {

  @Test
  void modelThatFailsOnAFaceIsTakenBackBeforeTheFaceIsLost() throws Exception {
    byte[] white = white();
    int frames;
    try (ClassifierStage stage = started(ModelPolicy.DEFAULT)) {
      try (FaceLoad load =
          new FaceLoad(
              kafka,
              number -> number % 10 == 0 ? white : FaceSamples.png(FaceSamples.NAMES.get(0)))) {
        awaitServing(OWN);
        publish(new ModelVariant("blind").blindForWhite());
        promotions.promote("blind", false, "");
        await().atMost(PATIENCE).until(() -> change("blind") == ModelChange.ROLLED_BACK);
        frames = load.stop();
      }
      awaitClassified();
      assertThat(stage.health().ready()).isTrue();
    }

    for (String camera : FaceLoad.CAMERAS) {
      assertThat(emotions(camera)).hasSize(frames);
      assertThat(emotions(camera))
          .filteredOn(emotion -> emotion.face().frame().number() % 10 == 0)
          .extracting(Emotion::model)
          .containsOnly(OWN);
    }
    assertThat(kafka.read(Topics.DEAD_LETTERS.name())).isEmpty();
    assertThat(catalogue().active()).isEmpty();
    assertThat(catalogue().require("blind").note()).contains("no finite scores for a face");
    assertThat(counter(ModelMetrics.ROLLBACKS, "reason", "errors")).isEqualTo(1);
  }

  @Test
  void modelThatIsMuchSlowerIsTakenBack() throws Exception {
    int frames;
    try (ClassifierStage stage = started(ModelPolicy.DEFAULT)) {
      try (FaceLoad load = new FaceLoad(kafka)) {
        awaitServing(OWN);
        kafka.awaitRead(ClassifierConfig.DEFAULT_GROUP, Topics.FACES.name(), 80);
        publish(new ModelVariant("slow").slow());
        promotions.promote("slow", false, "");
        await().atMost(PATIENCE).until(() -> change("slow") == ModelChange.ROLLED_BACK);
        assertThat(serving()).isEqualTo(OWN);
        frames = load.stop();
      }
      awaitClassified();
      assertThat(stage.health().ready()).isTrue();
    }

    for (String camera : FaceLoad.CAMERAS) {
      assertThat(emotions(camera)).hasSize(frames);
      assertThat(changes(emotions(camera))).containsExactly(OWN, "slow", OWN);
    }
    assertThat(catalogue().require("slow").note()).matches("it takes [0-9.]+ ms a face, .+ before");
  }

  private static byte[] white() throws IOException {
    BufferedImage image = new BufferedImage(112, 112, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 112, 112);
    graphics.dispose();
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return png.toByteArray();
  }
}
