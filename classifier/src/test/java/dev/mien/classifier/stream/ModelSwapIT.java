// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mien.classifier.model.ModelVariant;
import dev.mien.classifier.registry.Refusal;
import dev.mien.classifier.serving.ModelMetrics;
import dev.mien.events.Emotion;
import dev.mien.events.Topics;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Models that are published, promoted and taken back while faces come in. */
final class ModelSwapIT extends LiveModels {

  @Test
  void everyFaceHasOneEventWhileModelsComeAndGo() throws Exception {
    int frames;
    try (ClassifierStage stage = started(TRUSTING)) {
      try (FaceLoad load = new FaceLoad(kafka)) {
        awaitEvents(OWN);
        publish(new ModelVariant("a"));
        promotions.promote("a", false, "");
        awaitEvents("a");
        publish(new ModelVariant("b").shifted(6, 20));
        promotions.promote("b", false, "");
        awaitEvents("b");
        promotions.rollBack("fear everywhere");
        awaitEvents("a");
        promotions.rollBack("");
        awaitEvents(OWN);
        frames = load.stop();
      }
      awaitClassified();
      assertThat(stage.health().detail()).doesNotContain("serves");
    }

    for (String camera : FaceLoad.CAMERAS) {
      List<Emotion> emotions = emotions(camera);
      assertThat(emotions)
          .extracting(emotion -> emotion.face().frame().number())
          .containsExactlyElementsOf(LongStream.range(0, frames).boxed().toList());
      assertThat(changes(emotions)).containsExactly(OWN, "a", "b", "a", OWN);
      assertThat(emotions)
          .filteredOn(emotion -> emotion.model().equals("b"))
          .extracting(Emotion::emotion)
          .containsOnly("fear");
    }
    assertThat(counter(ModelMetrics.SWAPS)).isEqualTo(4);
    assertThat(registry.get(ClassifierMetrics.ABORTS).counter().count()).isZero();
  }

  @Test
  void whatServesGoesOnWhereItsRecordIsSpoiled() throws Exception {
    publish(new ModelVariant("a"));
    promotions.promote("a", false, "");
    try (ClassifierStage stage = started(TRUSTING)) {
      awaitServing("a");
      kafka.write(
          List.of(
              new ProducerRecord<>(
                  Topics.MODELS.name(), 0, "a".getBytes(UTF_8), "{".getBytes(UTF_8))));

      await().until(() -> stage.health().detail().contains("a serves on, although its record"));
      assertThat(stage.health().ready()).isTrue();
      assertThat(serving()).isEqualTo("a");
      publish(new ModelVariant("b"));
      promotions.promote("b", false, "");
      awaitServing("b");
      await().until(() -> !stage.health().detail().contains("although"));
      promotions.rollBack("to what classifiers bring along, as a is not there");
      awaitServing(OWN);
    }
    assertThat(catalogue().active()).isEmpty();
  }

  @Test
  void otherClassesNeedTopicsAndCanBeTakenBack() throws Exception {
    ModelVariant other =
        new ModelVariant("other")
            .with("classes", "neutral,happiness,surprise,sadness,anger,disgust,terror");
    publish(new ModelVariant("usual"));
    publishOtherClasses(other);
    promotions.promote("usual", false, "");
    try (ClassifierStage stage = started(TRUSTING)) {
      awaitServing("usual");
      promotions.promote("other", true, "");
      awaitRefusal(Refusal.TOPICS);
      assertThat(stage.health().detail()).contains("'mien.emotions.terror' is missing");
      kafka.create(Topics.emotions("terror"));
      promotions.rollBack("");
      promotions.promote("other", true, "");
      awaitServing("other");
      promotions.rollBack("");
      awaitServing("usual");
      promotions.promote("other", true, "");
      awaitServing("other");
      publish(
          new ModelVariant("next")
              .with("classes", "neutral,happiness,surprise,sadness,anger,disgust,terror"));
      promotions.promote("next", false, "");
      awaitServing("next");
      assertThat(stage.health().detail()).doesNotContain("because");
    }
    try (ClassifierStage stage = started(TRUSTING)) {
      assertThat(serving()).isEqualTo("next");
      await().until(() -> stage.health().ready());
    }
  }

  private void awaitRefusal(Refusal refusal) {
    await()
        .atMost(PATIENCE)
        .until(() -> counter(ModelMetrics.REFUSALS, "reason", refusal.wireName()) >= 1);
  }
}
