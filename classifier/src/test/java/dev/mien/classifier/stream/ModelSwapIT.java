// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import static dev.mien.classifier.stream.LiveModels.OWN;
import static dev.mien.classifier.stream.LiveModels.PATIENCE;
import static dev.mien.classifier.stream.LiveModels.TRUSTING;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mien.classifier.model.ModelVariant;
import dev.mien.classifier.registry.Refusal;
import dev.mien.classifier.serving.ModelMetrics;
import dev.mien.events.Emotion;
import dev.mien.events.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that are published, promoted and taken back while faces come in. */
final class ModelSwapIT {

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
  void everyFaceHasOneEventWhileModelsComeAndGo() throws Exception {
    int frames;
    try (ClassifierStage stage = live.started(TRUSTING)) {
      try (FaceLoad load = new FaceLoad(live.kafka)) {
        live.awaitEvents(OWN);
        live.publish(new ModelVariant("a"));
        live.promotions.promote("a", false, "");
        live.awaitEvents("a");
        live.publish(new ModelVariant("b").shifted(6, 20));
        live.promotions.promote("b", false, "");
        live.awaitEvents("b");
        live.promotions.rollBack("fear everywhere");
        live.awaitEvents("a");
        live.promotions.rollBack("");
        live.awaitEvents(OWN);
        frames = load.stop();
      }
      live.awaitClassified();
      assertThat(stage.health().detail()).doesNotContain("serves");
    }

    for (String camera : FaceLoad.CAMERAS) {
      List<Emotion> emotions = live.emotions(camera);
      assertThat(emotions)
          .extracting(emotion -> emotion.face().frame().number())
          .containsExactlyElementsOf(LongStream.range(0, frames).boxed().toList());
      assertThat(LiveModels.changes(emotions)).containsExactly(OWN, "a", "b", "a", OWN);
      assertThat(emotions)
          .filteredOn(emotion -> emotion.model().equals("b"))
          .extracting(Emotion::emotion)
          .containsOnly("fear");
    }
    assertThat(live.counter(ModelMetrics.SWAPS)).isEqualTo(4);
    assertThat(live.registry.get(ClassifierMetrics.ABORTS).counter().count()).isZero();
  }

  @Test
  void whatServesGoesOnWhereItsRecordIsSpoiled() throws Exception {
    live.publish(new ModelVariant("a"));
    live.promotions.promote("a", false, "");
    try (ClassifierStage stage = live.started(TRUSTING)) {
      live.awaitServing("a");
      live.kafka.write(
          List.of(
              new ProducerRecord<>(
                  Topics.MODELS.name(), 0, "a".getBytes(UTF_8), "{".getBytes(UTF_8))));

      await().until(() -> stage.health().detail().contains("a serves on, although its record"));
      assertThat(stage.health().ready()).isTrue();
      assertThat(live.serving()).isEqualTo("a");
      live.publish(new ModelVariant("b"));
      live.promotions.promote("b", false, "");
      live.awaitServing("b");
      await().until(() -> !stage.health().detail().contains("although"));
      live.promotions.rollBack("to what classifiers bring along, as a is not there");
      live.awaitServing(OWN);
    }
    assertThat(live.catalogue().active()).isEmpty();
  }

  @Test
  void otherClassesNeedTopicsAndCanBeTakenBack() throws Exception {
    ModelVariant other =
        new ModelVariant("other")
            .with("classes", "neutral,happiness,surprise,sadness,anger,disgust,terror");
    live.publish(new ModelVariant("usual"));
    live.publishOtherClasses(other);
    live.promotions.promote("usual", false, "");
    try (ClassifierStage stage = live.started(TRUSTING)) {
      live.awaitServing("usual");
      live.promotions.promote("other", true, "");
      awaitRefusal(Refusal.TOPICS);
      assertThat(stage.health().detail()).contains("'mien.emotions.terror' is missing");
      live.kafka.create(Topics.emotions("terror"));
      live.promotions.rollBack("");
      live.promotions.promote("other", true, "");
      live.awaitServing("other");
      live.promotions.rollBack("");
      live.awaitServing("usual");
      live.promotions.promote("other", true, "");
      live.awaitServing("other");
      live.publish(
          new ModelVariant("next")
              .with("classes", "neutral,happiness,surprise,sadness,anger,disgust,terror"));
      live.promotions.promote("next", false, "");
      live.awaitServing("next");
      assertThat(stage.health().detail()).doesNotContain("because");
    }
    try (ClassifierStage stage = live.started(TRUSTING)) {
      assertThat(live.serving()).isEqualTo("next");
      await().until(() -> stage.health().ready());
    }
  }

  private void awaitRefusal(Refusal refusal) {
    await()
        .atMost(PATIENCE)
        .until(() -> live.counter(ModelMetrics.REFUSALS, "reason", refusal.wireName()) >= 1);
  }
}
