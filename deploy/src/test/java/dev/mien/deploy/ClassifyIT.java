// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.deploy.pipeline.Clip;
import dev.mien.ingest.CapturedFrame;
import dev.mien.ingest.IngestConfig;
import dev.mien.ingest.Source;
import dev.mien.ingest.VideoSource;
import java.io.IOException;
import java.io.PipedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ClassifyIT {

  @TempDir private Path folder;
  private Path pictures;
  private Path clip;
  private Path rows;

  @BeforeEach
  void makePictures() throws IOException {
    pictures = Files.createDirectory(folder.resolve("pictures"));
    rows = folder.resolve("rows.csv");
    clip = Clip.copyTo(folder);
    try (VideoSource source =
        new VideoSource(IngestConfig.of(new Source(clip.toString()), "clip"))) {
      source.open();
      for (String name : List.of("first.jpg", "second.jpg")) {
        CapturedFrame frame = Objects.requireNonNull(source.read());
        Files.write(pictures.resolve(name), frame.jpeg().bytes());
      }
    }
  }

  @Test
  void writesARowForTheFaceInEveryPictureOfAFolder() throws IOException {
    CommandResult result = classify(pictures.toString(), "--out", rows.toString());

    assertThat(result.exit()).isZero();
    assertThat(result.out()).contains("2 faces in 2 files").contains("rows.csv");
    List<String> lines = Files.readAllLines(rows);
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0))
        .startsWith("file,detected,frame,")
        .contains("track", "neutral", "happiness", "disgust", "fear");
    assertThat(lines.get(1)).contains("first.jpg");
    assertThat(lines.get(2)).contains("second.jpg");
  }

  @Test
  void endsWhereNobodyReadsItsLines() throws IOException {
    try (PipedWriter pipe = new PipedWriter()) { // at whose other end is nobody
      CommandResult result = CommandResult.of(pipe, "classify", clip.toString());

      assertThat(result.exit()).isEqualTo(1);
      assertThat(result.err()).contains("nobody takes the lines any more");
    }
  }

  @Test
  void namesTheFileThatCannotBeReadAndDoesTheOthers() throws IOException {
    Files.writeString(pictures.resolve("broken.jpg"), "no picture");

    CommandResult result = classify(pictures.toString(), "--out", rows.toString());

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("broken.jpg");
    assertThat(Files.readAllLines(rows)).hasSize(3);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void goesOnAfterAFileOnABadDisk() throws IOException {
    Files.createSymbolicLink(pictures.resolve("bad.jpg"), Path.of("/proc/self/mem"));

    CommandResult result = classify(pictures.toString(), "--out", rows.toString());

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("bad.jpg: cannot be read: ");
    assertThat(Files.readAllLines(rows)).hasSize(3);
  }

  @ParameterizedTest
  @EnabledOnOs(OS.LINUX)
  @ValueSource(strings = {"rows.csv", "rows.jsonl"})
  void aFullDiskIsNoFaultOfThePictures(String name) throws IOException {
    Path full = Files.createSymbolicLink(folder.resolve(name), Path.of("/dev/full"));

    CommandResult result = classify(pictures.toString(), "--out", full.toString());

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("cannot write --out " + full + ": ");
    assertThat(result.err()).doesNotContain("cannot be read", ".jpg");
    assertThat(result.out()).doesNotContain("written to");
  }

  @Test
  void namesThePictureWhoseCopyCannotBeWrittenAndDoesTheOthers() throws IOException {
    Path annotated = folder.resolve("annotated");
    Files.createDirectories(annotated.resolve("first.jpg").resolve("in the way"));

    CommandResult result =
        classify(pictures.toString(), "--annotate", annotated.toString(), "--out", rows.toString());

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("first.jpg: its annotated copy").doesNotContain("be read");
    assertThat(annotated.resolve("second.jpg")).isNotEmptyFile();
  }

  @Test
  void takesTheWholePictureForAFaceWhenItIsTold() throws IOException {
    Path rowsOfCrops = folder.resolve("crops.jsonl");

    CommandResult result =
        classify("--assume-face", pictures.toString(), "--out", rowsOfCrops.toString());

    assertThat(result.exit()).isZero();
    assertThat(Files.readAllLines(rowsOfCrops))
        .hasSize(2)
        .allMatch(row -> row.contains("\"detected\":false"))
        .allMatch(row -> row.contains("\"box\":{\"left\":0.0,\"top\":0.0,\"width\":400.0"));
  }

  @Test
  void drawsIntoPicturesAndVideos() throws IOException {
    Path annotated = folder.resolve("annotated");

    CommandResult result =
        classify(pictures.toString(), clip.toString(), "--annotate", annotated.toString());

    assertThat(result.exit()).isZero();
    assertThat(result.out().lines().filter(line -> line.contains("clip.mp4"))).hasSize(300);
    assertThat(Files.readAllBytes(annotated.resolve("first.jpg")))
        .isNotEqualTo(Files.readAllBytes(pictures.resolve("first.jpg")));
    try (FFmpegFrameGrabber video =
        new FFmpegFrameGrabber(annotated.resolve("clip.mp4").toFile())) {
      video.start();
      assertThat(video.getImageWidth()).isEqualTo(400);
      assertThat(video.getImageHeight()).isEqualTo(300);
      assertThat(video.getLengthInVideoFrames()).isEqualTo(300);
    }
  }

  @Test
  void drawsIntoNoFolderOfOriginals() throws IOException {
    byte[] original = Files.readAllBytes(pictures.resolve("first.jpg"));
    String here = pictures.toString();

    CommandResult result = classify(here, "--annotate", here, "--out", rows.toString());

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("--annotate " + here, "name another directory");
    assertThat(pictures.resolve("first.jpg")).hasBinaryContent(original);
    assertThat(rows).as("nothing is done").doesNotExist();
  }

  @Test
  void saysWhatIsWrongWithItsArguments() {
    assertThat(classify("/nowhere/at/all").err()).contains("/nowhere/at/all");
    assertThat(classify("/nowhere/at/all").exit()).isEqualTo(2);
    assertThat(classify(pictures.toString(), "--out", "rows.xls").err()).contains(".csv");
  }

  private static CommandResult classify(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "classify";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return CommandResult.of(all);
  }
}
