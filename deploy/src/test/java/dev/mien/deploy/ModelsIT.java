// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.registry.CatalogueReader;
import dev.mien.events.Face;
import dev.mien.events.Frame;
import dev.mien.events.Scores;
import dev.mien.events.ShadowEmotion;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.broker.EmbeddedBroker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code mien models} as a user gives it, against a cluster. */
@Timeout(180)
class ModelsIT {

  private static final String BUNDLED = "mobilefacenet-81f0d8ff3bca";
  private static final String OTHER = "mobilefacenet-000000000000";

  @TempDir private Path folder;
  private EmbeddedBroker broker;

  @BeforeEach
  void start() {
    broker = new EmbeddedBroker(folder.resolve("data"), 0);
    broker.start();
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void aModelIsPublishedPromotedComparedAndTakenBack() throws Exception {
    assertThat(models("list").err()).contains("'mien.models' is missing", "mien topics create");
    assertThat(mien("topics", "create").exit()).isZero();
    assertThat(models("list").out()).contains("no model is published");

    CommandResult published = models("publish", file(BUNDLED).toString());
    assertThat(published.err()).isEmpty();
    assertThat(published.out()).contains("published " + BUNDLED, "mien models promote " + BUNDLED);
    assertThat(models("publish", file(BUNDLED).toString()).err())
        .contains("is published already, it is candidate");
    assertThat(models("publish", file(OTHER).toString()).exit()).isZero();

    assertThat(models("promote", BUNDLED).out()).contains(BUNDLED + " is active");
    assertThat(models("promote", OTHER, "--note", "newer").out())
        .contains(OTHER + " is active in place of " + BUNDLED);
    assertThat(models("list").out().lines().toList())
        .hasSize(3)
        .satisfies(lines -> assertThat(lines.get(1)).contains(OTHER, "active", "84.7 %", "89.5 %"))
        .satisfies(lines -> assertThat(lines.get(2)).contains(BUNDLED, "retired", "replaced"));
    assertThat(models("promote", BUNDLED, "--if-agreement", "0.9").err())
        .contains(BUNDLED + " was tried on 0 faces, expected 1000, and is tried no longer");
    assertThat(models("show", OTHER).out())
        .contains("active, promoted", ": newer", "test.mean", "0.8475", "setting.seed", "arcface");
    assertThat(models("show", OTHER, "--json").out()).startsWith("{\"version\":\"" + OTHER);
    assertThat(models("diff", BUNDLED, OTHER).out())
        .contains("test.overall", "+0.0000")
        .doesNotContain("classes");

    Path out = folder.resolve("fetched.onnx");
    assertThat(models("download", OTHER, "--out", out.toString()).exit()).isZero();
    assertThat(out).hasSameBinaryContentAs(file(OTHER));
    assertThat(folder.resolve("fetched.onnx.part")).doesNotExist();
    assertThat(models("retire", OTHER).err()).contains("is active");
    assertThat(models("rollback").out()).contains(BUNDLED + " is active");
    assertThat(models("rollback").out()).contains("no published model is active");
    assertThat(models("retire", OTHER, "--delete").out()).contains("is deleted");
    assertThat(models("show", OTHER).err())
        .contains("no model '" + OTHER + "' was published; there are: " + BUNDLED);
  }

  @Test
  void aCandidateIsPromotedIfItAgreesOftenEnough() throws Exception {
    assertThat(mien("topics", "create").exit()).isZero();
    assertThat(models("publish", file(OTHER).toString()).exit()).isZero();
    long published =
        CatalogueReader.read(Cluster.at(broker.bootstrapServers()))
            .require(OTHER)
            .publishedMicros();
    shadows(published / 1_000 - 60_000, 100, 0);
    shadows(published / 1_000 + 100_000, 50, 45);
    shadows(published / 1_000, 100, 0);

    CommandResult refused = models("promote", OTHER, "--if-agreement", "0.95", "--after", "50");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err())
        .contains(OTHER + " is not promoted: it agreed on 0.900 of 50 faces, expected 0.95");
    assertThat(models("promote", OTHER, "--if-agreement", "2").exit()).isEqualTo(2);

    CommandResult taken = models("promote", OTHER, "--if-agreement", "0.9", "--after", "50");
    assertThat(taken.out()).contains(OTHER + " is active");
    assertThat(models("show", OTHER).out()).contains("agreed on 0.900 of 50 faces");
    assertThat(models("promote", OTHER, "--if-agreement", "0.9").err())
        .as("nothing is to be waited for")
        .contains(OTHER + " is active already");
  }

  @Test
  void whatIsNoModelIsNotPublished() throws Exception {
    assertThat(mien("topics", "create").exit()).isZero();
    Path file = Files.writeString(folder.resolve("notes.onnx"), "no model");

    CommandResult refused = models("publish", file.toString());

    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("notes.onnx cannot serve").doesNotContain("MIEN_DEBUG");
    assertThat(models("list").out()).contains("no model is published");
  }

  @Test
  void aPublisherThatIsKilledHalfWayLeavesNothingInTheWayOfTheNext() throws Exception {
    assertThat(mien("topics", "create").exit()).isZero();
    Path file = enlarged(file(BUNDLED));
    String[] publish = {
      "models", "publish", file.toString(), "--bootstrap-servers", broker.bootstrapServers()
    };
    try (KilledStage publisher = new KilledStage(folder.resolve("publish.log"), publish)) {
      waitForFirstSlice(publisher);
      publisher.kill();
    }
    assertThat(models("list").out()).contains("no model is published");

    assertThat(models("publish", file.toString()).out()).contains("published " + BUNDLED);
    Path out = folder.resolve("fetched.onnx");
    assertThat(models("download", BUNDLED, "--out", out.toString()).err()).isEmpty();
    assertThat(out).hasSameBinaryContentAs(file);
  }

  /** Adds 96 MiB that no reader of ONNX looks at, so that publishing takes a while. */
  private static Path enlarged(Path file) throws IOException {
    byte[] unknownField = {(byte) 0xC2, 0x3E, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x30};
    Files.write(file, unknownField, StandardOpenOption.APPEND);
    return Files.write(file, new byte[96 << 20], StandardOpenOption.APPEND);
  }

  private void waitForFirstSlice(KilledStage publisher) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_uncommitted");
    TopicPartition chunks = new TopicPartition(Topics.MODEL_CHUNKS.name(), 0);
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
      consumer.assign(List.of(chunks));
      consumer.seekToBeginning(List.of(chunks));
      while (consumer.poll(Duration.ofMillis(20)).isEmpty()) {
        assertThat(publisher.isAlive()).as("the publisher ended too early").isTrue();
      }
    }
  }

  /** Writes what a candidate made of faces from then on; the camera's clock is years behind. */
  private void shadows(long millis, int faces, int agreed) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    Scores scores = Scores.of(List.of("neutral", "fear"), new float[] {0.25f, 0.75f});
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(Map.of("bootstrap.servers", broker.bootstrapServers()), bytes, bytes)) {
      for (int i = 0; i < faces; i++) {
        Face face = Samples.face(new Frame("door", i, i, i * 40_000L, 640, 360), 1);
        ShadowEmotion shadow =
            new ShadowEmotion(face, OTHER, "fear", scores, BUNDLED, i < agreed ? "fear" : "anger");
        var unused =
            producer.send(
                new ProducerRecord<>(
                    Topics.SHADOW_EMOTIONS.name(), null, millis + i, null, Wire.write(shadow)));
      }
    }
  }

  /** The bundled model, under a name of the same length, so that no other byte changes. */
  private Path file(String version) throws IOException {
    try (InputStream in = EmotionModel.class.getResourceAsStream("model.onnx")) {
      String bytes = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      return Files.write(
          folder.resolve(version + ".onnx"),
          bytes.replace(BUNDLED, version).getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private CommandResult models(String... arguments) {
    return mien("models", arguments);
  }

  private CommandResult mien(String command, String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = command;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[arguments.length + 1] = "--bootstrap-servers";
    all[arguments.length + 2] = broker.bootstrapServers();
    return CommandResult.of(all);
  }
}
