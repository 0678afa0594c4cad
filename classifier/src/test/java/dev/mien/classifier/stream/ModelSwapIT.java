// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mien.classifier.FaceSamples;
import dev.mien.classifier.Smoother;
import dev.mien.classifier.TestCluster;
import dev.mien.classifier.model.DeviceChoice;
import dev.mien.classifier.model.ModelVariant;
import dev.mien.classifier.model.TinyModel;
import dev.mien.classifier.registry.Catalogue;
import dev.mien.classifier.registry.CatalogueReader;
import dev.mien.classifier.registry.ModelPublisher;
import dev.mien.classifier.registry.Promotions;
import dev.mien.classifier.registry.Refusal;
import dev.mien.classifier.serving.ModelMetrics;
import dev.mien.classifier.serving.ModelPolicy;
import dev.mien.classifier.serving.ServingConfig;
import dev.mien.events.BadRecord;
import dev.mien.events.Emotion;
import dev.mien.events.ModelChange;
import dev.mien.events.ModelState;
import dev.mien.events.ModelVersion;
import dev.mien.events.ShadowEmotion;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.runtime.Delivery;
import dev.mien.runtime.Sha256;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that are published, promoted and taken back while faces come in. */
final class ModelSwapIT {

  private static final String OWN = "mobilefacenet-81f0d8ff3bca";
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final ModelPolicy TRUSTING = new ModelPolicy(0, false);

  @TempDir private Path directory;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private TestCluster kafka;
  private Promotions promotions;

  @BeforeEach
  void open() {
    kafka = new TestCluster(directory.resolve("broker"));
    promotions = new Promotions(kafka.cluster());
  }

  @AfterEach
  void close() {
    kafka.close();
  }

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
  void badVersionsInTheTopicNeverServe() throws Exception {
    byte[] good = new ModelVariant("good").bytes();
    ModelVersion record = ModelPublisher.of(file(good), false).version();
    byte[] nan = new ModelVariant("nan").shifted(0, Float.NaN).bytes();
    byte[] tiny = Files.readAllBytes(new TinyModel().write(directory));
    byte[] more = new ModelVariant("more").shifted(0, 1).bytes();
    byte[] sizes = new ModelVariant("sizes").bytes();
    int frames;
    try (ClassifierStage stage = started(TRUSTING);
        FaceLoad load = new FaceLoad(kafka)) {
      awaitServing(OWN);
      activate(renamed(record, "junk", "no model at all".getBytes(UTF_8)), Refusal.UNUSABLE);
      activate(renamed(record, "nan", nan), Refusal.NOT_FINITE);
      activate(renamed(record, "tiny", tiny), Refusal.CLASSES);
      activate(renamed(record, "more", more), Refusal.GOLDEN);
      activate(
          version(
              record, "sizes", Sha256.of(sizes), sizes.length, "N x 3 x 8 x 8, RGB, (x - 0) / 1"),
          sizes,
          Refusal.PREPROCESSING);
      activate(
          version(record, "hash", "0".repeat(64), record.bytes(), record.preprocessing()),
          good,
          Refusal.WRONG_HASH);
      activate(
          version(record, "large", record.sha256(), 300_000_000, record.preprocessing()),
          good,
          Refusal.TOO_LARGE);
      activate(
          version(record, "short", record.sha256(), record.bytes(), record.preprocessing()),
          java.util.Arrays.copyOf(good, 1_000_000),
          Refusal.INCOMPLETE);

      assertThat(stage.health().ready()).isTrue();
      assertThat(stage.health().detail())
          .contains(OWN + " serves, because model short: its slices have 1,000,000 bytes together");
      assertThat(registry.get(ModelMetrics.REFUSED).gauge().value()).isEqualTo(1);
      publish(new ModelVariant("good"));
      promotions.promote("good", false, "");
      awaitServing("good");
      assertThat(registry.get(ModelMetrics.REFUSED).gauge().value()).isZero();
      assertThat(stage.health().detail()).doesNotContain("because");
      awaitEvents("good");
      frames = load.stop();
      awaitClassified();
    }

    for (String camera : FaceLoad.CAMERAS) {
      assertThat(emotions(camera)).hasSize(frames);
      assertThat(changes(emotions(camera))).containsExactly(OWN, "good");
    }
    for (Counter counter : registry.get(ModelMetrics.REFUSALS).counters()) {
      assertThat(counter.count()).as(counter.getId().toString()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void startsWithTheActiveVersionOrWithItsOwnIfThatIsBroken() throws Exception {
    ModelVersion record = publish(new ModelVariant("a"));
    promotions.promote("a", false, "");
    try (ClassifierStage stage = started(TRUSTING)) {
      assertThat(serving()).isEqualTo("a");
      await().until(() -> stage.health().ready());
    }
    write(renamed(record, "junk", "no model at all".getBytes(UTF_8)));
    try (ClassifierStage stage = started(TRUSTING)) {
      assertThat(serving()).isEqualTo(OWN);
      await().until(() -> stage.health().ready());
      assertThat(stage.health().detail())
          .contains(OWN + " serves, because model junk cannot serve on cpu: ");
    }
    assertThat(counter(ModelMetrics.REFUSALS, "reason", "unusable")).isEqualTo(1);
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
    ModelPublisher.of(file(other.bytes()), true).publish(kafka.cluster(), sent -> {});
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
                  .map(
                      emotion ->
                          org.assertj.core.groups.Tuple.tuple(
                              emotion.face(), OWN, emotion.emotion()))
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
    ModelPublisher.of(file(other.bytes()), true).publish(kafka.cluster(), sent -> {});
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

  private ClassifierStage started(ModelPolicy models) {
    ClassifierConfig config =
        new ClassifierConfig(
            new ServingConfig(null, new DeviceChoice.Cpu(), 1, 16, models),
            Smoother.DEFAULT_HALF_LIFE,
            Delivery.EXACTLY_ONCE,
            "a",
            ClassifierConfig.DEFAULT_GROUP);
    ClassifierStage stage = new ClassifierStage(config, kafka.cluster(), registry);
    stage.start();
    return stage;
  }

  private ModelVersion publish(ModelVariant variant) throws Exception {
    ModelPublisher publisher = ModelPublisher.of(file(variant.bytes()), false);
    publisher.publish(kafka.cluster(), sent -> {});
    return publisher.version();
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(directory.resolve("model.onnx"), bytes);
  }

  /** Writes a version and its file as no publisher would. */
  private void write(Upload upload) {
    ModelVersion version = upload.version;
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    int slice = (upload.file.length + version.chunks() - 1) / version.chunks();
    IntStream.range(0, version.chunks())
        .forEach(
            i ->
                records.add(
                    new ProducerRecord<>(
                        Topics.MODEL_CHUNKS.name(),
                        0,
                        (version.version() + "/" + version.upload() + "/" + i).getBytes(UTF_8),
                        java.util.Arrays.copyOfRange(
                            upload.file,
                            Math.min(upload.file.length, i * slice),
                            Math.min(upload.file.length, (i + 1) * slice)))));
    kafka.write(records); // the slices first: there is no transaction that holds all together
    kafka.write(
        List.of(
            new ProducerRecord<>(
                Topics.MODELS.name(), 0, version.version().getBytes(UTF_8), Wire.write(version))));
  }

  private void activate(Upload upload, Refusal refusal) {
    double before = counter(ModelMetrics.REFUSALS, "reason", refusal.wireName());
    write(upload);
    await()
        .atMost(PATIENCE)
        .until(() -> counter(ModelMetrics.REFUSALS, "reason", refusal.wireName()) == before + 1);
    assertThat(serving()).isEqualTo(OWN);
  }

  private void activate(ModelVersion version, byte[] file, Refusal refusal) {
    activate(new Upload(version, file), refusal);
  }

  private static Upload renamed(ModelVersion record, String name, byte[] file) {
    return new Upload(
        version(record, name, Sha256.of(file), file.length, record.preprocessing()), file);
  }

  private static ModelVersion version(
      ModelVersion record, String name, String sha256, long bytes, String preprocessing) {
    return new ModelVersion(
        name,
        ModelState.ACTIVE,
        ModelChange.PROMOTED,
        "",
        "",
        record.publishedMicros(),
        record.changedMicros(),
        sha256,
        bytes,
        UUID.randomUUID().toString(),
        record.chunks(),
        record.classes(),
        preprocessing,
        record.alignment(),
        false,
        record.golden(),
        record.metrics(),
        record.provenance());
  }

  private void awaitServing(String version) {
    await().atMost(PATIENCE).until(() -> serving().equals(version));
  }

  /** Waits until the last event of each camera is of this version: a swap comes before them. */
  private void awaitEvents(String version) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(FaceLoad.CAMERAS)
                    .allSatisfy(
                        camera ->
                            assertThat(emotions(camera))
                                .last()
                                .extracting(Emotion::model)
                                .isEqualTo(version)));
  }

  private void awaitRefusal(Refusal refusal) {
    await()
        .atMost(PATIENCE)
        .until(() -> counter(ModelMetrics.REFUSALS, "reason", refusal.wireName()) >= 1);
  }

  private void awaitClassified() {
    kafka.awaitRead(ClassifierConfig.DEFAULT_GROUP, Topics.FACES.name());
  }

  private String serving() {
    return registry.find(ModelMetrics.MODEL).gauges().stream()
        .map(Gauge::getId)
        .map(id -> String.valueOf(id.getTag("version")))
        .findAny()
        .orElse("");
  }

  private double counter(String name, String... tags) {
    return registry.find(name).tags(tags).counters().stream().mapToDouble(Counter::count).sum();
  }

  private Catalogue catalogue() {
    return CatalogueReader.read(kafka.cluster());
  }

  private ModelChange change(String version) {
    return catalogue().require(version).change();
  }

  private List<Emotion> emotions(String camera) throws BadRecord {
    List<Emotion> emotions = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> event : kafka.read(Topics.EMOTIONS.name())) {
      Emotion emotion = Wire.read(event.value(), Emotion.class);
      if (emotion.face().frame().camera().equals(camera)) {
        emotions.add(emotion);
      }
    }
    return emotions;
  }

  /** Returns the models in the order of the events, each once in a row. */
  private static List<String> changes(List<Emotion> emotions) {
    List<String> changes = new ArrayList<>();
    for (Emotion emotion : emotions) {
      if (changes.isEmpty() || !changes.get(changes.size() - 1).equals(emotion.model())) {
        changes.add(emotion.model());
      }
    }
    return changes;
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

  private static final class Upload {

    private final ModelVersion version;
    private final byte[] file;

    Upload(ModelVersion version, byte[] file) {
      this.version = version;
      this.file = file;
    }
  }
}
