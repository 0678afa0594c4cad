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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code mien data} over frames of the clip, as if their classes were known. */
@Timeout(120)
class DataIT {

  @TempDir private Path folder;
  private Path pictures;
  private Path packed;

  @BeforeEach
  void makePictures() throws IOException {
    pictures = folder.resolve("pictures");
    packed = folder.resolve("clip.faces");
    Path clip = Clip.copyTo(folder);
    try (VideoSource source =
        new VideoSource(IngestConfig.of(new Source(clip.toString()), "clip"))) {
      source.open();
      for (int i = 0; i < 12; i++) {
        CapturedFrame frame = Objects.requireNonNull(source.read());
        String name = List.of("surprise", "neutral").get(i % 2) + "/" + i + ".jpg";
        Files.createDirectories(pictures.resolve(name).getParent());
        Files.write(pictures.resolve(name), frame.jpeg().bytes());
      }
    }
  }

  private CommandResult prepare(String format, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("data", "prepare", "--format", format, "--data", pictures.toString()));
    words.addAll(List.of("--out", packed.toString()));
    words.addAll(List.of(more));
    return CommandResult.of(words.toArray(String[]::new));
  }

  @Test
  void packsAFolderAndShowsWhatIsInIt() {
    CommandResult prepare = prepare("folder");
    CommandResult show =
        CommandResult.of(
            "data", "show", packed.toString(), "--out", folder.resolve("s").toString());

    assertThat(prepare.err()).isEmpty();
    assertThat(prepare.exit()).isZero();
    assertThat(prepare.out()).contains("written to " + packed);
    assertThat(show.exit()).isZero();
    assertThat(show.out())
        .contains("folder: 12 faces of 128 x 128 pixels, margin 8")
        .containsPattern("neutral +4 +100.0 % +1 +100.0 % +1 +100.0 %")
        .containsPattern("all +8 +100.0 %");
    assertThat(folder.resolve("s/surprise.png")).isRegularFile();
  }

  @Test
  void leavesBrokenPicturesOutOnlyIfThatIsWished() throws IOException {
    Files.write(pictures.resolve("neutral/empty.jpg"), new byte[0]);

    CommandResult refused = prepare("folder");
    CommandResult done = prepare("folder", "--leave-out-broken");

    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("1 of 13 pictures cannot be read", "empty.jpg");
    assertThat(done.exit()).as(done.err()).isZero();
    assertThat(done.out()).containsPattern("left out: .*empty.jpg: unreadable picture");
  }

  @Test
  void saysWhatIsMissing() {
    CommandResult otherFormat = prepare("rafdb");
    CommandResult noFile = CommandResult.of("data", "show", packed.toString());

    assertThat(otherFormat.exit()).isEqualTo(1);
    assertThat(otherFormat.err()).contains("list_patition_label.txt: no such file");
    assertThat(noFile.exit()).isEqualTo(1);
    assertThat(noFile.err()).contains("clip.faces: no such file");
    assertThat(CommandResult.of("data").exit()).isEqualTo(2);
  }
}
