// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mien.classifier.model.GoldenFaces;
import dev.mien.classifier.registry.CatalogueReader;
import dev.mien.classifier.registry.ModelFiles;
import dev.mien.deploy.pipeline.Clip;
import dev.mien.events.ModelVersion;
import dev.mien.events.Topics;
import dev.mien.ingest.CapturedFrame;
import dev.mien.ingest.IngestConfig;
import dev.mien.ingest.Source;
import dev.mien.ingest.VideoSource;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.ProcessLock;
import dev.mien.runtime.broker.EmbeddedBroker;
import dev.mien.runtime.topics.TopicAdmin;
import dev.mien.trainer.network.ExpressionNetwork;
import dev.mien.trainer.network.MobileFaceNet;
import dev.mien.trainer.network.Parameters;
import dev.mien.trainer.run.RunFolder;
import dev.mien.trainer.weights.SafetensorsFile;
import dev.mien.trainer.weights.StoredTensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Training from faces to a model file, as a user gives the commands, on faces of the clip. */
@Timeout(300)
class TrainIT {

  private static final List<String> QUICK =
      List.of("--freeze", "stem,stage1,stage2", "--versions", "1", "--batch", "2", "--lr", "1e-6");

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private static Path shared;
  private static Path faces;
  private static Path otherFaces;
  private static Path weights;
  @TempDir private Path folder;

  @BeforeAll
  static void prepare() throws IOException {
    Path clip = Clip.copyTo(shared);
    faces = faces(clip, "surprise", "neutral");
    otherFaces = faces(clip, "neutral", "surprise");
    weights = shared.resolve("start.safetensors");
    try (Parameters random =
        Parameters.initialised(new ExpressionNetwork(new MobileFaceNet(), 2), 5)) {
      Map<String, StoredTensor> tensors = new LinkedHashMap<>(random.stored());
      tensors.computeIfPresent("classifier.weight", (name, tensor) -> thousandth(tensor));
      new SafetensorsFile(tensors, Map.of()).write(weights);
    }
  }

  /** Random weights make maps of thousands, where rounding is large. */
  private static StoredTensor thousandth(StoredTensor tensor) {
    float[] values = new float[tensor.values().remaining()];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor.values().get(i) / 1000;
    }
    return new StoredTensor(tensor.shape(), values);
  }

  /** Packs a few frames, as if their classes were known. */
  private static Path faces(Path clip, String even, String odd) throws IOException {
    Path pictures = shared.resolve("first-" + even);
    try (VideoSource source =
        new VideoSource(IngestConfig.of(new Source(clip.toString()), "clip"))) {
      source.open();
      for (int i = 0; i < 12; i++) {
        CapturedFrame frame = Objects.requireNonNull(source.read());
        Path folder = Files.createDirectories(pictures.resolve(i % 2 == 0 ? even : odd));
        Files.write(folder.resolve(i + ".jpg"), frame.jpeg().bytes());
      }
    }
    Path packed = shared.resolve(even + ".faces");
    String[] prepare = {"data", "prepare", "--format", "folder", "--data", pictures.toString()};
    assertThat(mien(List.of(prepare), List.of("--out", packed.toString())).exit()).isZero();
    return packed;
  }

  private static CommandResult mien(List<String> command, List<String> more) {
    return CommandResult.of(Stream.concat(command.stream(), more.stream()).toArray(String[]::new));
  }

  private List<String> train(String out, int epochs) {
    List<String> command = new ArrayList<>(List.of("train", "--data", faces.toString()));
    command.addAll(List.of("--out", folder.resolve(out).toString()));
    command.addAll(List.of("--epochs", Integer.toString(epochs)));
    command.addAll(List.of("--weights", weights.toString()));
    command.addAll(QUICK);
    return command;
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "KILL, 137"})
  void aRunThatIsStoppedGoesOnToTheSameModel(String signal, int exit) throws Exception {
    Path log = folder.resolve("log");
    String[] command = train("stopped", 10_000).toArray(String[]::new);
    try (KilledStage run = new KilledStage(log, command)) {
      await().atMost(PATIENCE).until(() -> done(log) > 0);
      assertThat(run.end(signal)).as(Files.readString(log)).isEqualTo(exit);
    }
    assertThat(Files.readString(log).contains("the same command with --resume goes on"))
        .isEqualTo(signal.equals("INT"));
    int epochs = (int) done(log) + 2;

    CommandResult again = mien(train("stopped", epochs), List.of());
    CommandResult resumed = mien(train("stopped", epochs), List.of("--resume"));
    CommandResult whole = mien(train("whole", epochs), List.of());

    assertThat(again.exit()).isEqualTo(1);
    assertThat(again.err()).contains("holds a run already", "--resume");
    assertThat(resumed.exit()).as(resumed.err()).isZero();
    assertThat(whole.exit()).as(whole.err()).isZero();
    assertThat(folder.resolve("stopped/last.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("whole/last.safetensors"));
    assertThat(whole.out()).contains("start.safetensors: ", "overall");
  }

  /** Returns how many epochs a run has done. */
  private static long done(Path log) throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> line.contains("/10000 done in "))
        .count();
  }

  @Test
  @SuppressWarnings("try") // the lock works by being there
  void aRunKeepsOthersOutOfItsFolder() {
    Path run = folder.resolve("run");
    try (ProcessLock other = new RunFolder(run).lock()) {
      CommandResult refused = mien(train("run", 1), List.of());

      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.err()).contains("another run is writing to " + run);
    }
    assertThat(run.resolve("origin.json")).doesNotExist();
  }

  @Test
  void aRunThatDoesNotSayWhatItIsMadeOfIsNotExported() throws IOException {
    assertThat(mien(train("run", 1), List.of()).exit()).isZero();
    Path origin = folder.resolve("run/origin.json");
    Files.delete(origin);

    CommandResult export =
        mien(
            List.of(
                "export", "--data", faces.toString(), "--run", folder.resolve("run").toString()),
            List.of("--out", folder.resolve("exported").toString()));

    assertThat(export.exit()).isEqualTo(1);
    assertThat(export.err()).contains(origin + " cannot be read: ", "train again");
  }

  @Test
  void whatWasTrainedIsExportedAndEvaluated() {
    Path run = folder.resolve("run");
    Path out = folder.resolve("exported");
    List<String> export = List.of("export", "--run", run.toString(), "--out", out.toString());

    assertThat(mien(train("run", 1), List.of("--keep", "last", "--imbalance-factor", "2")).exit())
        .isZero();
    CommandResult exported = mien(export, List.of("--data", faces.toString()));
    CommandResult foreign = mien(export, List.of("--data", otherFaces.toString()));
    CommandResult evaluated =
        mien(
            List.of("evaluate", "--changed", "light", "--left-out", "--data", faces.toString()),
            List.of("--model", out.resolve("model.onnx").toString()));

    assertThat(exported.exit()).as(exported.err()).isZero();
    assertThat(out.resolve("model-card.md"))
        .content()
        .contains("| start.weights | start.safetensors (SHA-256 ", "| epoch.kept | 1 |");
    assertThat(foreign.exit()).isEqualTo(1);
    assertThat(foreign.err()).containsPattern("SHA-256 [0-9a-f]{64}, --data has [0-9a-f]{64}");
    assertThat(evaluated.exit()).as(evaluated.err()).isZero();
    assertThat(evaluated.out())
        .contains("on the test part", "neutral", "surprise")
        .as("light changes cover nothing")
        .doesNotContain("covered")
        .containsPattern("\\n(neutral|surprise) +\\d+: +[0-9.]+ % +[1-9]\\d*: +[0-9.]+ % +\\d+: ")
        .containsPattern("\\nnoise +[0-9.]+ % +[0-9.]+ %\\n");
  }

  @Test
  void aRunIsPublishedAtItsEndWithWhatTheTrainerMadeOfTheGoldenFaces() throws Exception {
    try (EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("broker"), 0)) {
      broker.start();
      List<String> publish =
          List.of(
              "--publish",
              "--allow-class-change", // the bundled model has seven
              "--bootstrap-servers",
              broker.bootstrapServers());
      CommandResult early = mien(train("early", 1), publish);
      Cluster cluster = Cluster.at(broker.bootstrapServers());
      try (TopicAdmin topics = new TopicAdmin(cluster)) {
        topics.create(Topics.all(List.of("neutral", "surprise")));
      }

      List<String> withoutLeave =
          List.of("--publish", "--bootstrap-servers", broker.bootstrapServers());
      CommandResult refused = mien(train("early", 1), withoutLeave);
      CommandResult done = mien(train("run", 1), publish);

      assertThat(early.err()).contains("'mien.models' is missing", "mien topics create");
      assertThat(refused.err())
          .contains("the model to be trained has the classes [neutral, surprise]");
      assertThat(folder.resolve("early")).as("before anything is trained").doesNotExist();
      assertThat(done.exit()).as(done.err()).isZero();
      ModelVersion published = CatalogueReader.read(cluster).candidate().orElseThrow();
      assertThat(done.out()).contains("published " + published.version() + " as a candidate");
      assertThat(published.classes()).containsExactly("neutral", "surprise");
      assertThat(published.metrics()).containsKeys("test.mean", "test.accuracy.surprise");
      assertThat(published.provenance()).containsKeys("start.weights", "setting.seed");
      byte[] file = Files.readAllBytes(folder.resolve("run").resolve("model.onnx"));
      assertThat(ModelFiles.fetch(cluster, published)).isEqualTo(file);
      assertThat(new String(file, StandardCharsets.ISO_8859_1))
          .contains(GoldenFaces.text(published.golden()));
    }
  }

  @Test
  void whatBecameOfTheWeightsThatItBeganWithIsWrittenDown() {
    CommandResult next = mien(train("next", 1), List.of());
    CommandResult misnamed = mien(train("other", 1), List.of("--rename", "stage1.=body."));

    assertThat(next.exit()).as(next.err()).isZero();
    assertThat(next.out()).contains("start.safetensors: ").contains("weights from the file");
    assertThat(folder.resolve("next/weights.txt")).content().contains("from the file: stem.");
    assertThat(folder.resolve("next/origin.json")).content().contains("start.safetensors");
    assertThat(misnamed.exit()).isEqualTo(1);
    assertThat(misnamed.err()).contains("left as initialised: stage1.", "--weights-partial");
  }

  @Test
  void table4KeepsWhatIsDoneAndMixesNothing() throws IOException {
    List<String> table = new ArrayList<>(List.of("experiments", "table4", "--epochs", "1"));
    table.addAll(List.of("--data", faces.toString(), "--out", folder.toString()));
    table.addAll(List.of("--methods", "baseline", "--factors", "1", "--seeds", "1"));
    table.addAll(QUICK);

    CommandResult first = mien(table, List.of());
    CommandResult second = mien(table, List.of());
    CommandResult otherSettings = mien(table, List.of("--decay", "0.5"));
    CommandResult noPlace = mien(table, List.of("--seed", "3"));

    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(first.out()).contains("Cell[method=baseline", "1 of 1 runs done");
    assertThat(second.exit()).isZero();
    assertThat(second.out()).doesNotContain("Cell[").contains("1 of 1 runs done");
    assertThat(Files.readString(folder.resolve("table4.md"))).contains("| baseline-1-1 | 20");
    assertThat(otherSettings.exit()).isEqualTo(1);
    assertThat(otherSettings.err()).contains("decay was 0.9, is 0.5 now");
    assertThat(noPlace.exit()).isEqualTo(2);
    assertThat(noPlace.err()).contains("--seed has no place here");
  }

  @Test
  void aBenchmarkNeedsNoData() {
    List<String> bench = List.of("bench", "train", "--batch", "2", "--steps", "1");

    CommandResult speed = mien(bench, List.of());
    CommandResult none = mien(List.of("bench", "train", "--steps", "0"), List.of());

    assertThat(speed.exit()).as(speed.err()).isZero();
    assertThat(speed.out())
        .contains("mobilefacenet on cpu, single, steps of 4 images", "images/s", "MiB resident");
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err()).contains("--steps is 0");
  }

  @Test
  void whatCannotWorkIsSaidAtOnce() {
    CommandResult device = mien(train("a", 1), List.of("--device", "cuda:99"));
    CommandResult half = mien(train("a", 1), List.of("--precision", "float16", "--device", "cpu"));
    CommandResult keep = mien(train("a", 1), List.of("--examine", "test"));
    CommandResult rename = mien(train("a", 1), List.of("--rename", "classifier."));

    assertThat(device.exit()).isEqualTo(1);
    assertThat(device.err()).contains("--device cuda:99 cannot be used");
    assertThat(half.exit()).isEqualTo(1);
    assertThat(half.err()).contains("--precision bfloat16");
    assertThat(keep.exit()).isEqualTo(2);
    assertThat(keep.err()).contains("--keep best", "--keep last");
    assertThat(rename.exit()).isEqualTo(2);
    assertThat(rename.err()).contains("'classifier.', expected FROM=TO");
    assertThat(folder.resolve("a")).doesNotExist();
  }
}
