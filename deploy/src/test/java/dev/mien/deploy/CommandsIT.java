// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mien.deploy.pipeline.Clip;
import dev.mien.events.Emotion;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.broker.EmbeddedBroker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a user gives them, against a cluster. */
@Timeout(180)
class CommandsIT {

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
  void topicsAreMissedMadeAndFoundRight() {
    CommandResult before = mien("topics", "check");
    CommandResult make = mien("topics", "create", "--partitions", "2");
    CommandResult after = mien("topics", "check");
    CommandResult mend = mien("topics", "create", "--mend");

    assertThat(before.exit()).isEqualTo(1);
    assertThat(before.out()).contains("mien.frames", "is missing", "mien topics create");
    assertThat(make.exit()).isZero();
    assertThat(make.out()).contains("made mien.emotions.fear");
    assertThat(after.exit()).isZero();
    assertThat(after.out()).contains("16 topics are as they should be");
    assertThat(mend.exit()).isZero();
    assertThat(mend.out())
        .as("two partitions are the user's choice")
        .doesNotContain("mended")
        .contains("16 topics are as they should be");
  }

  @Test
  void watchShowsWhatIngestHasPublished() {
    assertThat(mien("topics", "create").exit()).isZero();
    Path clip = Clip.copyTo(folder);

    CommandResult ingest =
        mien("ingest", "--source", clip.toString(), "--camera", "door", "--max-height", "120");
    CommandResult watch =
        mien("watch", "--topic", "mien.frames", "--from-beginning", "--count", "300", "--json");

    assertThat(ingest.exit()).isZero();
    assertThat(watch.exit()).isZero();
    assertThat(watch.out().lines())
        .hasSize(300)
        .allSatisfy(line -> assertThat(line).contains("\"door\"", "\"height\":120"));
  }

  @Test
  void watchShowsTheEmotionsThatAreAskedFor() {
    assertThat(mien("topics", "create").exit()).isZero();
    write(Samples.emotion("door", 1, 1, "neutral"));
    write(Samples.emotion("door", 2, 1, "fear"));

    CommandResult watch =
        mien("watch", "--from-beginning", "--count", "1", "--emotion", "disgust,fear");
    CommandResult unknown = mien("watch", "--emotion", "feer");

    assertThat(watch.exit()).isZero();
    assertThat(watch.out()).contains("frame 2", "fear");
    assertThat(unknown.exit()).isEqualTo(1);
    assertThat(unknown.err()).contains("no class 'feer'", "disgust, fear");
  }

  private void write(Emotion event) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(Cluster.at(broker.bootstrapServers()).client(Map.of()), bytes, bytes)) {
      assertThat(producer.send(new ProducerRecord<>(Topics.EMOTIONS.name(), Wire.write(event))))
          .succeedsWithin(Duration.ofSeconds(30));
    }
  }

  @Test
  void ingestThatIsStoppedTellsWhetherWorkIsLeft() throws IOException {
    assertThat(mien("topics", "create").exit()).isZero();
    String clip = Clip.copyTo(folder).toString();

    // Without a detector no more than the backlog goes in.
    assertThat(exitOfStopped("--source", clip, "--backlog", "50")).isEqualTo(130);
    assertThat(exitOfStopped("--source", clip, "--mode", "live", "--loop")).isZero();
  }

  private int exitOfStopped(String... options) throws IOException {
    Cluster cluster = Cluster.at(broker.bootstrapServers());
    int before = CommittedRecords.of(cluster, Topics.FRAMES).size();
    List<String> all = new ArrayList<>(List.of("ingest", "--camera", "door"));
    all.addAll(List.of("--bootstrap-servers", broker.bootstrapServers()));
    all.addAll(List.of(options));
    try (KilledStage ingest =
        new KilledStage(folder.resolve("ingest.log"), all.toArray(String[]::new))) {
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> CommittedRecords.of(cluster, Topics.FRAMES).size() > before);
      return ingest.stop();
    }
  }

  @Test
  void camerasAreNamedReadListedAndRemoved() throws IOException {
    assertThat(mien("topics", "create").exit()).isZero();
    String clip = Clip.copyTo(folder).toString();
    assertThat(mien("cameras", "list").out()).contains("no camera", "'mien cameras add'");

    String stream = "rtsp://me:secret@127.0.0.1:9/1";
    String small = "--max-height=720";
    String agent = "--ffmpeg-option=user_agent=secret";
    CommandResult added =
        mien("cameras", "add", "gate", "--source", stream, "--fps", "5", small, agent);
    mien("cameras", "add", "door", "--source", clip, "--max-height", "120");

    assertThat(added.exit()).isZero();
    assertThat(added.out()).contains("gate is rtsp://me:***@127.0.0.1:9/1");
    assertThat(words(mien("cameras", "list")))
        .contains("door all 120 " + clip, "gate 5 720 rtsp://me:***@127.0.0.1:9/1 (user_agent)");
    try (KilledStage run =
        new KilledStage(
            folder.resolve("run.log"),
            "cameras",
            "run",
            "--bootstrap-servers",
            broker.bootstrapServers())) {
      Cluster cluster = Cluster.at(broker.bootstrapServers());
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> !CommittedRecords.of(cluster, Topics.FRAMES).isEmpty());
      assertThat(run.stop()).isZero();
    }
    assertThat(Files.readString(folder.resolve("run.log")))
        .contains("camera gate is tried again", "rtsp://me:***@")
        .doesNotContain("secret");
    assertThat(mien("cameras", "remove", "gate").out()).contains("gate is removed");
    assertThat(mien("cameras", "remove", "gate").err()).contains("no camera 'gate'");
    assertThat(mien("cameras", "list").out()).contains("door").doesNotContain("gate");
  }

  @Test
  void aFileOfCamerasIsAppliedAndListedAgain() throws IOException {
    assertThat(mien("topics", "create").exit()).isZero();
    mien("cameras", "add", "gate", "--source", "rtsp://me:old@10.0.0.7/1");
    mien("cameras", "add", "shed", "--source", "/dev/video0");
    String door =
        "{\"camera\":\"door\",\"source\":\"/films/t\\u00fcr.mp4\",\"maxFps\":0.0,\"maxHeight\":0,\"ffmpegOptions\":{}}";
    String gate =
        "{\"camera\":\"gate\",\"source\":\"rtsp://me:new@10.0.0.7/1\",\"maxFps\":12.5,\"maxHeight\":720,\"ffmpegOptions\":{\"user_agent\":\"newer\"}}";
    String file = Files.writeString(folder.resolve("f"), door + "\n" + gate + "\n").toString();

    assertThat(words(mien("cameras", "apply", file, "--prune", "--dry-run")))
        .contains("shed removed (not in the file) /dev/video0")
        .last()
        .isEqualTo(
            "--dry-run, nothing is written: 1 added, 1 changed, 0 unchanged, 1 removed, 0 left");
    assertThat(words(mien("cameras", "apply", file)))
        .containsExactly(
            "door added /films/tür.mp4",
            "gate changed (source, maxFps, maxHeight, ffmpegOptions) rtsp://me:***@10.0.0.7/1",
            "shed left (not in the file, --prune removes it) /dev/video0",
            "1 added, 1 changed, 0 unchanged, 0 removed, 1 left");
    assertThat(words(mien("cameras", "apply", file, "--prune")))
        .contains("gate unchanged rtsp://me:***@10.0.0.7/1")
        .last()
        .isEqualTo("0 added, 0 changed, 2 unchanged, 1 removed, 0 left");
    CommandResult list = mien("cameras", "list", "--json", "--with-passwords");
    assertThat(list.out().lines()).containsExactly(door, gate);
    assertThat(words(piped(list.out(), "cameras", "apply", "-")))
        .last()
        .isEqualTo("0 added, 0 changed, 2 unchanged, 0 removed, 0 left");

    CommandResult hidden = mien("cameras", "list", "--json");
    assertThat(hidden.out()).contains("rtsp://me:***@10.0.0.7/1").doesNotContain("new");
    CommandResult refused = piped(hidden.out(), "cameras", "apply", "-", "--prune");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("standard input", "line 2", "--with-passwords");
    assertThat(mien("cameras", "list", "--json", "--with-passwords").out()).isEqualTo(list.out());
  }

  @Test
  void aFileOfCamerasThatIsNotThereIsNamed() {
    CommandResult missing = mien("cameras", "apply", "no/such.jsonl");

    assertThat(missing.exit()).isEqualTo(2);
    assertThat(missing.err()).contains("no/such.jsonl: no such file");
  }

  private CommandResult piped(String input, String command, String... options) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return mien(command, options);
    } finally {
      System.setIn(before);
    }
  }

  private static List<String> words(CommandResult result) {
    assertThat(result.exit()).as(result.err()).isZero();
    return result.out().lines().map(line -> line.replaceAll(" +", " ")).toList();
  }

  @Test
  void aCameraThatOthersCannotFindIsRefused() {
    CommandResult relative = mien("cameras", "add", "door", "--source", "films/door.mp4");

    assertThat(relative.exit()).isEqualTo(2);
    assertThat(relative.err()).contains("films/door.mp4", "whole path");
    assertThat(mien("cameras", "add", "front door", "--source", "rtsp://x").exit()).isEqualTo(2);
    assertThat(mien("cameras", "add", "door", "--source", "rtsp://me:***@x").exit()).isEqualTo(2);
    assertThat(mien("cameras", "add", "door", "--source", "rtsp://x", "--fps", "-1").exit())
        .isEqualTo(2);
    assertThat(mien("cameras", "run", "--jpeg-quality", "0").err())
        .contains("JPEG quality is 0, expected 1 to 100");
    assertThat(CommandResult.of("cameras").exit()).isEqualTo(2);
  }

  @Test
  void aStageThatMissesItsTopicsSaysWhatToDo() {
    CommandResult detector = mien("detector");

    assertThat(detector.exit()).isEqualTo(1);
    assertThat(detector.err()).contains("'mien.frames' is missing", "mien topics create");
  }

  @Test
  void doctorSeesTheClusterAndWhatItLacks() {
    CommandResult doctor = mien("doctor");

    assertThat(doctor.exit()).as("classify and demo work all the same").isZero();
    assertThat(doctor.out()).contains("Java", broker.bootstrapServers(), "mien topics create");
  }

  private CommandResult mien(String command, String... options) {
    String[] all = new String[options.length + 3];
    all[0] = command;
    System.arraycopy(options, 0, all, 1, options.length);
    all[options.length + 1] = "--bootstrap-servers";
    all[options.length + 2] = broker.bootstrapServers();
    return CommandResult.of(all);
  }
}
