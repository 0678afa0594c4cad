// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.mien.classifier.model.ModelVariant;
import dev.mien.classifier.serving.ModelMetrics;
import dev.mien.classifier.serving.ModelPolicy;
import dev.mien.events.Emotion;
import dev.mien.events.ShadowEmotion;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Models that are tried on faces without serving. */
final class CandidateIT extends LiveModels {

  @Test
  void candidateIsTriedOnTheSameShareOfTheFaces() throws Exception {
    int frames;
    try (ClassifierStage stage = started(new ModelPolicy(0.25, true))) {
      publish(new ModelVariant("fearful").shifted(6, 20));
      await()
          .atMost(PATIENCE)
          .until(() -> registry.find(ModelMetrics.SHADOW_MODEL).gauge() != null);
      try (FaceLoad load = new FaceLoad(kafka)) {
        kafka.awaitRead(ClassifierConfig.DEFAULT_GROUP, Topics.FACES.name(), 60);
        frames = load.stop();
      }
      awaitClassified();
      assertThat(stage.health().ready()).isTrue();
    }

    ShadowSample sample = new ShadowSample(0.25);
    List<ShadowEmotion> shadows = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> shadow : kafka.read(Topics.SHADOW_EMOTIONS.name())) {
      shadows.add(Wire.read(shadow.value(), ShadowEmotion.class));
    }
    for (String camera : FaceLoad.CAMERAS) {
      List<Emotion> sampled =
          emotions(camera).stream().filter(emotion -> sample.has(emotion.face())).toList();
      assertThat(emotions(camera)).hasSize(frames);
      assertThat(sampled).isNotEmpty();
      assertThat(shadows)
          .filteredOn(shadow -> shadow.face().frame().camera().equals(camera))
          .extracting(ShadowEmotion::face, ShadowEmotion::activeModel, ShadowEmotion::activeEmotion)
          .containsExactlyElementsOf(
              sampled.stream()
                  .map(emotion -> tuple(emotion.face(), OWN, emotion.emotion()))
                  .toList());
    }
    assertThat(shadows)
        .allMatch(shadow -> shadow.model().equals("fearful") && shadow.emotion().equals("fear"));
    assertThat(counter(ModelMetrics.SHADOW_FACES, "outcome", "disagree")).isEqualTo(shadows.size());
    assertThat(counter(ModelMetrics.SHADOW_EMOTIONS, "role", "candidate"))
        .isEqualTo(shadows.size());
  }

  @Test
  void candidateWithANewClassIsTriedBeforeTheClassHasATopic() throws Exception {
    ModelVariant other =
        new ModelVariant("other")
            .with("classes", "neutral,happiness,surprise,sadness,anger,disgust,terror")
            .shifted(6, 20);
    publishOtherClasses(other);
    try (ClassifierStage stage = started(new ModelPolicy(1, false));
        FaceLoad load = new FaceLoad(kafka)) {
      await().atMost(PATIENCE).until(() -> !kafka.read(Topics.SHADOW_EMOTIONS.name()).isEmpty());
      assertThat(stage.health().ready()).isTrue();
      assertThat(load.stop()).isPositive();
    }

    for (ConsumerRecord<byte[], byte[]> shadow : kafka.read(Topics.SHADOW_EMOTIONS.name())) {
      assertThat(Wire.read(shadow.value(), ShadowEmotion.class).emotion()).isEqualTo("terror");
    }
  }
}
