// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.classifier.model.DeviceChoice;
import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.model.FaceImage;
import dev.mien.classifier.model.GoldenFaces;
import dev.mien.classifier.model.ModelVariant;
import dev.mien.classifier.registry.Refusal;
import dev.mien.classifier.serving.ReadyModel.Probation;
import dev.mien.events.Face;
import dev.mien.events.Scores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServingModelsTest {

  private static final int FEAR = 6;

  /** More than a pace needs to be known, fewer than the probation takes. */
  private static final int SOME_BATCHES = 25;

  /** As many as a probation has at most. */
  private static final int BATCHES = 100;

  private final List<FaceImage> face = GoldenFaces.all().subList(0, 1);
  @TempDir private Path folder;
  private ReadyModel own;
  private ServingModels models;

  @BeforeEach
  void open() throws IOException {
    own = ready(new ModelVariant("own"), Probation.NONE);
    models = new ServingModels(own, new ModelMetrics(new SimpleMeterRegistry(), "cpu"));
    for (int i = 0; i < SOME_BATCHES; i++) {
      models.classify(face);
    }
  }

  @AfterEach
  void close() {
    models.close();
  }

  @Test
  void batchThatEndsAProbationIsDoneByWhatProvedItself() throws IOException {
    promote(new ModelVariant("slow").slow().shifted(FEAR, 20));

    Optional<Verdict> verdict = Optional.empty();
    for (int i = 0; i < BATCHES && verdict.isEmpty(); i++) {
      List<Optional<Scores>> scores = models.classify(face);
      assertThat(scores.get(0).orElseThrow().leading().equals("fear"))
          .as("scores of batch %d are of %s", i, models.active().metadata().version())
          .isEqualTo(models.active() != own.model());
      verdict = models.verdict();
    }

    assertThat(verdict.orElseThrow().reason()).isEqualTo(Refusal.LATENCY);
    assertThat(models.active()).isSameAs(own.model());
  }

  @Test
  void whatIsOnProbationItselfIsNothingToFallBackTo() throws IOException {
    promote(new ModelVariant("first").shifted(FEAR, 20));
    promote(new ModelVariant("blind").blindForWhite());

    List<Optional<Scores>> scores = models.classify(List.of(white()));

    assertThat(models.verdict().orElseThrow().serving()).isSameAs(own);
    assertThat(models.active()).isSameAs(own.model());
    assertThat(scores.get(0)).isPresent();
  }

  private static FaceImage white() {
    byte[] rgb = new byte[Face.SIDE * Face.SIDE * 3];
    Arrays.fill(rgb, (byte) 0xff);
    return FaceImage.ofRgb(Face.SIDE, Face.SIDE, rgb);
  }

  @Test
  void modelThatReplacedAnotherIsJudgedByItsErrorsOnly() throws IOException {
    models.offer(ready(new ModelVariant("slow").slow(), Probation.SOUND));
    models.adopt();

    for (int i = 0; i < BATCHES; i++) {
      models.classify(face);
    }

    assertThat(models.verdict()).isEmpty();
    assertThat(models.active().metadata().version()).isEqualTo("slow");
  }

  private void promote(ModelVariant variant) throws IOException {
    models.offer(ready(variant, Probation.AS_FAST));
    models.adopt();
  }

  private ReadyModel ready(ModelVariant variant, Probation probation) throws IOException {
    EmotionModel model = EmotionModel.open(variant.write(folder), new DeviceChoice.Cpu(), 1);
    return new ReadyModel(null, model, probation);
  }
}
