// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnotationFolderTest {

  @TempDir private Path folder;
  private Path movie;

  @BeforeEach
  void film() throws IOException {
    movie = Files.writeString(folder.resolve("holiday.mov"), "the original");
  }

  @Test
  void refusesAFolderOfOriginalsHoweverItIsNamed() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("here"), folder);

    for (Path named : List.of(folder, link, folder.resolve("."))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> AnnotationFolder.made(named, found(movie)))
          .withMessageContainingAll(named.toString(), "holiday.mov", "name another directory");
    }
  }

  @Test
  void refusesTheFolderThatALinkToAnOriginalLeadsTo() throws IOException {
    Path links = Files.createDirectory(folder.resolve("links"));
    Path link = Files.createSymbolicLink(links.resolve("holiday.mov"), movie);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> AnnotationFolder.made(folder, found(link)));
  }

  @Test
  void bearsWhatCannotBeRead() throws IOException {
    Path gone = Files.createSymbolicLink(folder.resolve("gone.jpg"), folder.resolve("nowhere"));
    MediaFile unreadable = new MediaFile(gone, MediaFile.Kind.UNREADABLE);

    assertThat(AnnotationFolder.made(folder.resolve("seen"), List.of(unreadable))).isNotNull();
  }

  @Test
  void replacesAnEarlierCopyAndNotWhatALinkLeadsTo() throws IOException {
    Path seen = Files.createDirectory(folder.resolve("seen"));
    Files.createSymbolicLink(seen.resolve("holiday.mp4"), movie);

    for (String run : List.of("first", "second")) {
      AnnotationFolder annotations = AnnotationFolder.made(seen, found(movie));
      Files.writeString(annotations.fileFor(movie, ".mp4"), run);
    }

    assertThat(seen.resolve("holiday.mp4")).hasContent("second");
    assertThat(movie).hasContent("the original");
  }

  @Test
  void copiesOfOneNameGetNumbers() throws IOException {
    Path seen = folder.resolve("seen");
    AnnotationFolder annotations = AnnotationFolder.made(seen, found(movie));

    assertThat(annotations.fileFor(movie, ".mp4")).isEqualTo(seen.resolve("holiday.mp4"));
    assertThat(annotations.fileFor(folder.resolve("holiday.avi"), ".mp4"))
        .isEqualTo(seen.resolve("holiday-2.mp4"));
  }

  private static List<MediaFile> found(Path path) {
    return MediaFile.find(List.of(path));
  }
}
