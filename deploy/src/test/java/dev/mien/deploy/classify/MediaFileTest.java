// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaFileTest {

  @TempDir Path folder;

  @Test
  void aFolderGivesItsPicturesAndVideosInOrder() throws IOException {
    Path video = touch("b.MP4");
    Path picture = touch("deep/a.jpg");
    touch("notes.txt");

    assertThat(MediaFile.find(List.of(folder)))
        .containsExactly(
            new MediaFile(video, MediaFile.Kind.VIDEO),
            new MediaFile(picture, MediaFile.Kind.PICTURE));
  }

  @Test
  void aPictureOfAPhoneIsNotTakenForAVideo() throws IOException {
    Path photo = touch("photo.HEIC");
    MediaFile found = new MediaFile(photo, MediaFile.Kind.TILED);

    assertThat(MediaFile.find(List.of(photo))).containsExactly(found);
    assertThat(MediaFile.find(List.of(folder))).containsExactly(found);
  }

  @Test
  void aFileThatIsNamedIsTriedAsAVideoWhateverItsName() throws IOException {
    Path odd = touch("recording.bin");
    assertThat(MediaFile.find(List.of(odd)))
        .containsExactly(new MediaFile(odd, MediaFile.Kind.VIDEO));
  }

  @Test
  void aFolderBehindALinkIsListed() throws IOException {
    touch("deep/a.jpg");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("deep"));
    Files.createSymbolicLink(folder.resolve("deep/round"), folder);

    assertThat(MediaFile.find(List.of(link)))
        .containsExactly(new MediaFile(link.resolve("a.jpg"), MediaFile.Kind.PICTURE));
  }

  @Test
  void whatHasNoTargetIsToldAndLeavesTheOthers() throws IOException {
    Path picture = touch("a.jpg");
    Path gone = Files.createSymbolicLink(folder.resolve("gone.jpg"), folder.resolve("nowhere"));
    // A link without a target cannot be read; a user of tests may be root, who can read the rest.
    assertThat(MediaFile.find(List.of(folder)))
        .containsExactly(
            new MediaFile(picture, MediaFile.Kind.PICTURE),
            new MediaFile(gone, MediaFile.Kind.UNREADABLE));
  }

  @Test
  void aFolderWithoutPicturesIsRefused() throws IOException {
    touch("notes.txt");
    assertThatThrownBy(() -> MediaFile.find(List.of(folder)))
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("no picture or video");
  }

  private Path touch(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.createFile(file);
  }
}
