// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import static dev.mien.classifier.stream.LiveModels.OWN;
import static dev.mien.classifier.stream.LiveModels.PATIENCE;
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
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that turn out bad once they serve. */
final class ProbationIT {

  private LiveModels live;

  @BeforeEach
  void open(@TempDir Path directory) {
    live = new LiveModels(directory);
  }

  @AfterEach
  void close() {
    live.close();
  }

  @Test
  void modelThatFailsOnAFaceIsTakenBackBeforeTheFaceIsLost() throws Exception {
    byte[] white = white();
    int frames;
    try (ClassifierStage stage = live.started(ModelPolicy.DEFAULT)) {
      try (FaceLoad load =
          new FaceLoad(
              live.kafka,
              number -> number % 10 == 0 ? white : FaceSamples.png(FaceSamples.NAMES.get(0)))) {
        live.awaitServing(OWN);
        live.publish(new ModelVariant("blind").blindForWhite());
        live.promotions.promote("blind", false, "");
        await().atMost(PATIENCE).until(() -> live.change("blind") == ModelChange.ROLLED_BACK);
        frames = load.stop();
      }
      live.awaitClassified();
      assertThat(stage.health().ready()).isTrue();
    }

    for (String camera : FaceLoad.CAMERAS) {
      assertThat(live.emotions(camera)).hasSize(frames);
      assertThat(live.emotions(camera))
          .filteredOn(emotion -> emotion.face().frame().number() % 10 == 0)
          .extracting(Emotion::model)
          .containsOnly(OWN);
    }
    assertThat(live.kafka.read(Topics.DEAD_LETTERS.name())).isEmpty();
    assertThat(live.catalogue().active()).isEmpty();
    assertThat(live.catalogue().require("blind").note()).contains("no finite scores for a face");
    assertThat(live.counter(ModelMetrics.ROLLBACKS, "reason", "errors")).isEqualTo(1);
  }

  @Test
  void modelThatIsMuchSlowerIsTakenBack() throws Exception {
    int frames;
    try (ClassifierStage stage = live.started(ModelPolicy.DEFAULT)) {
      try (FaceLoad load = new FaceLoad(live.kafka)) {
        live.awaitServing(OWN);
        live.kafka.awaitRead(ClassifierConfig.DEFAULT_GROUP, Topics.FACES.name(), 80);
        live.publish(new ModelVariant("slow").slow());
        live.promotions.promote("slow", false, "");
        await().atMost(PATIENCE).until(() -> live.change("slow") == ModelChange.ROLLED_BACK);
        assertThat(live.serving()).isEqualTo(OWN);
        frames = load.stop();
      }
      live.awaitClassified();
      assertThat(stage.health().ready()).isTrue();
    }

    for (String camera : FaceLoad.CAMERAS) {
      assertThat(live.emotions(camera)).hasSize(frames);
      assertThat(LiveModels.changes(live.emotions(camera))).containsExactly(OWN, "slow", OWN);
    }
    assertThat(live.catalogue().require("slow").note())
        .matches("it takes [0-9.]+ ms a face, .+ before");
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
