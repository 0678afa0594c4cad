// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaceSetTest {

  private static final List<String> CLASSES = List.of("calm", "glad", "cross");
  private static final Index EMPTY = new Index("folder", 6, 1, CLASSES, List.of());

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("three.faces");
    write(file, 2);
  }

  private static void write(Path file, int lastLabel) throws IOException {
    try (FaceSetWriter writer = FaceSetWriter.create(file, EMPTY)) {
      writer.add(new Entry("a.png", 1, List.of(), Part.TRAIN, true), picture(1));
      writer.add(new Entry("b.png", 0, List.of(.75f, .25f, 0f), Part.TEST, false), picture(2));
      writer.add(new Entry("ü/c.png", lastLabel, List.of(), Part.TRAIN, true), picture(3));
      writer.finish();
    }
  }

  private static byte[] picture(int seed) {
    byte[] rgb = new byte[EMPTY.pictureBytes()];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (seed * 31 + i * 7);
    }
    return rgb;
  }

  @Test
  void holdsWhatWasWritten() {
    try (FaceSet set = FaceSet.open(file)) {
      assertThat(set.size()).isEqualTo(3);
      assertThat(set.side()).isEqualTo(6);
      assertThat(set.margin()).isEqualTo(1);
      assertThat(set.source()).isEqualTo("folder");
      assertThat(set.classes()).isEqualTo(CLASSES);
      assertThat(set.label(2)).isEqualTo(2);
      assertThat(set.name(2)).isEqualTo("ü/c.png");
      assertThat(set.part(1)).isEqualTo(Part.TEST);
      assertThat(set.detected(0)).isTrue();
      assertThat(set.detected(1)).isFalse();
      assertThat(set.indices(Part.TRAIN)).containsExactly(0, 2);
      assertThat(set.indices(Part.VALIDATION)).isEmpty();
    }
  }

  @Test
  void votesAreThoseOfTheDataSetOrAllForTheLabel() {
    try (FaceSet set = FaceSet.open(file)) {
      assertThat(set.votes(0)).containsExactly(0, 1, 0);
      assertThat(set.votes(1)).containsExactly(.75f, .25f, 0);
    }
  }

  @Test
  void holdsThePixelsThatWereWritten() {
    try (FaceSet set = FaceSet.open(file)) {
      for (int face = 0; face < 3; face++) {
        assertThat(pixels(set, face)).isEqualTo(picture(face + 1));
      }
    }
  }

  @Test
  void readsPixelsBeyondTwoGigabytes() throws IOException {
    int side = 1000;
    int faces = 800; // 2.4 GB, but for the last one a hole in the file
    List<Entry> entries =
        Collections.nCopies(faces, new Entry("x", 0, List.of(), Part.TRAIN, true));
    Index index = new Index("folder", side, 0, CLASSES, entries);
    long end = Preamble.BYTES + index.pixelBytes();
    byte[] json = index.json();
    Path large = folder.resolve("large.faces");
    try (FileChannel channel =
        FileChannel.open(large, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(new Preamble(end, json.length, "00".repeat(32)).encoded(), 0);
      channel.write(ByteBuffer.wrap(new byte[] {42}), end - 1);
      channel.write(ByteBuffer.wrap(json), end);
    }

    try (FaceSet set = FaceSet.open(large)) {
      byte[] last = pixels(set, faces - 1);
      assertThat(last[last.length - 1]).isEqualTo((byte) 42);
      assertThat(pixels(set, faces - 2)).containsOnly(0);
    }
  }

  @Test
  void sameContentHasTheSameHash() throws IOException {
    Path same = folder.resolve("same.faces");
    write(same, 2);
    Path other = folder.resolve("other.faces");
    write(other, 1);

    assertThat(Files.readAllBytes(same)).isEqualTo(Files.readAllBytes(file));
    try (FaceSet a = FaceSet.open(file);
        FaceSet b = FaceSet.open(other)) {
      assertThat(a.hash()).hasSize(64).isNotEqualTo(b.hash());
    }
  }

  @Test
  void aFileThatIsNotFinishedLeavesNothing() throws IOException {
    Path never = folder.resolve("never.faces");
    try (FaceSetWriter writer = FaceSetWriter.create(never, EMPTY)) {
      writer.add(new Entry("a.png", 1, List.of(), Part.TRAIN, true), picture(1));
    }

    assertThat(folder).isDirectoryContaining(path -> path.equals(file));
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void refusesAFileThatWasCutShort() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {20, 64, 200, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));

      assertThatThrownBy(() -> FaceSet.open(file))
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining(length + " bytes")
          .hasMessageContaining("mien data prepare");
    }
  }

  @Test
  void refusesAnotherKindOfFile() throws IOException {
    Files.writeString(file, "PK");

    assertThatThrownBy(() -> FaceSet.open(file))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("not a packed set of faces");
  }

  @Test
  void refusesAnotherVersion() throws IOException {
    byte[] changed = Files.readAllBytes(file);
    changed[11] = 9;
    Files.write(file, changed);

    assertThatThrownBy(() -> FaceSet.open(file))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("format version 9, this Mien reads 1");
  }

  @Test
  void refusesADamagedIndex() throws IOException {
    byte[] changed = Files.readAllBytes(file);
    changed[changed.length - 1] = 'x';
    Files.write(file, changed);

    assertThatThrownBy(() -> FaceSet.open(file))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void findsPixelsThatChangedSince() throws IOException {
    byte[] changed = Files.readAllBytes(file);
    changed[Preamble.BYTES + 5]++;
    try (FaceSet set = FaceSet.open(file)) {
      set.verify();
    }
    Files.write(file, changed);

    try (FaceSet set = FaceSet.open(file)) {
      assertThatThrownBy(set::verify)
          .isInstanceOf(StageFailure.class)
          .hasMessageContainingAll(file.toString(), "damaged", "mien data prepare");
    }
  }

  @Test
  void knowsWhetherThereAreVotesAndFaces() {
    try (FaceSet set = FaceSet.open(file)) {
      assertThat(set.hasVotes()).isTrue();
      set.require(Part.TEST);
      assertThatThrownBy(() -> set.require(Part.VALIDATION))
          .isInstanceOf(StageFailure.class)
          .hasMessageContainingAll(file.toString(), "validation part");
    }
  }

  @Test
  void saysWhetherFacesHaveTheSizeInWhichTheyAreServed() throws IOException {
    List<String> classes = List.of("calm", "glad");
    PaintedFaces served = new PaintedFaces(128, 8, classes).noise(0, Part.TRAIN);
    PaintedFaces large = new PaintedFaces(240, 8, classes).noise(0, Part.TRAIN);
    try (FaceSet set = served.write(folder.resolve("served.faces"));
        FaceSet other = large.write(folder.resolve("large.faces"))) {
      set.requireServedSize();
      assertThatThrownBy(other::requireServedSize)
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining("large.faces holds aligned faces of 224 pixels a side");
    }
  }

  @Test
  void refusesAFileThatIsNotThere() {
    Path missing = folder.resolve("none.faces");

    assertThatThrownBy(() -> FaceSet.open(missing))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void refusesLabelsAndVotesThatCannotBe() {
    Entry beyond = new Entry("x.png", 3, List.of(), Part.TRAIN, true);

    assertThatThrownBy(() -> EMPTY.with(List.of(beyond)))
        .hasMessageContaining("x.png: label 3, expected 0 to 2");
    assertThatThrownBy(() -> new Entry("x.png", 0, List.of(.5f, .1f), Part.TRAIN, true))
        .hasMessageContaining("x.png: votes sum to");
  }

  private static byte[] pixels(FaceSet set, int face) {
    byte[] rgb = new byte[3 * set.side() * set.side()];
    set.pixels(face, rgb);
    return rgb;
  }
}
