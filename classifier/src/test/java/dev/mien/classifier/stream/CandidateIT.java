// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import static dev.mien.classifier.stream.LiveModels.OWN;
import static dev.mien.classifier.stream.LiveModels.PATIENCE;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that are tried on faces without serving. */
final class CandidateIT {

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
  void candidateIsTriedOnTheSameShareOfTheFaces() throws Exception {
    int frames;
    try (ClassifierStage stage = live.started(new ModelPolicy(0.25, true))) {
      live.publish(new ModelVariant("fearful").shifted(6, 20));
      await()
          .atMost(PATIENCE)
          .until(() -> live.registry.find(ModelMetrics.SHADOW_MODEL).gauge() != null);
      try (FaceLoad load = new FaceLoad(live.kafka)) {
        live.kafka.awaitRead(ClassifierConfig.DEFAULT_GROUP, Topics.FACES.name(), 60);
        frames = load.stop();
      }
      live.awaitClassified();
      assertThat(stage.health().ready()).isTrue();
    }

    ShadowSample sample = new ShadowSample(0.25);
    List<ShadowEmotion> shadows = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> shadow : live.kafka.read(Topics.SHADOW_EMOTIONS.name())) {
      shadows.add(Wire.read(shadow.value(), ShadowEmotion.class));
    }
    for (String camera : FaceLoad.CAMERAS) {
      List<Emotion> sampled =
          live.emotions(camera).stream().filter(emotion -> sample.has(emotion.face())).toList();
      assertThat(live.emotions(camera)).hasSize(frames);
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
    assertThat(live.counter(ModelMetrics.SHADOW_FACES, "outcome", "disagree"))
        .isEqualTo(shadows.size());
    assertThat(live.counter(ModelMetrics.SHADOW_EMOTIONS, "role", "candidate"))
        .isEqualTo(shadows.size());
  }

  @Test
  void candidateWithANewClassIsTriedBeforeTheClassHasATopic() throws Exception {
    ModelVariant other =
        new ModelVariant("other")
            .with("classes", "neutral,happiness,surprise,sadness,anger,disgust,terror")
            .shifted(6, 20);
    live.publishOtherClasses(other);
    try (ClassifierStage stage = live.started(new ModelPolicy(1, false));
        FaceLoad load = new FaceLoad(live.kafka)) {
      await()
          .atMost(PATIENCE)
          .until(() -> !live.kafka.read(Topics.SHADOW_EMOTIONS.name()).isEmpty());
      assertThat(stage.health().ready()).isTrue();
      assertThat(load.stop()).isPositive();
    }

    for (ConsumerRecord<byte[], byte[]> shadow : live.kafka.read(Topics.SHADOW_EMOTIONS.name())) {
      assertThat(Wire.read(shadow.value(), ShadowEmotion.class).emotion()).isEqualTo("terror");
    }
  }
}
