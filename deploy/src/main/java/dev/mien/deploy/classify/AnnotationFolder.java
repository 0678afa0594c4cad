// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.classify;

import dev.mien.deploy.annotate.AnnotatedPicture;
import dev.mien.deploy.annotate.AnnotatedVideo;
import dev.mien.events.Emotion;
import dev.mien.runtime.FileProblem;
import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where annotated files go; two of the same name do not overwrite each other. */
final class AnnotationFolder {

  private final Path folder;
  private final Set<Path> taken = new HashSet<>();

  private AnnotationFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes the folder, so that it is known to be writable before the work begins.
   *
   * @throws IllegalArgumentException if one of the originals lies in it: a copy could be named like
   *     that, or like another original beside it
   */
  static AnnotationFolder made(Path folder, List<MediaFile> originals) throws IOException {
    Path made = Files.createDirectories(folder).toRealPath();
    for (MediaFile original : originals) {
      Path path = original.path();
      if (original.kind() == MediaFile.Kind.UNREADABLE) {
        continue; // nothing will be copied
      }
      if (made.equals(path.toAbsolutePath().resolveSibling("").toRealPath())
          || made.equals(path.toRealPath().getParent())) {
        throw new IllegalArgumentException(
            "--annotate %s could overwrite originals, %s lies in it: name another directory"
                .formatted(folder, path));
      }
    }
    return new AnnotationFolder(folder);
  }

  /**
   * Writes the copy of a picture.
   *
   * @throws StageFailure if that fails
   */
  void write(Path original, List<Emotion> emotions) {
    Path copy = fileFor(original, ".jpg");
    try {
      Files.write(copy, AnnotatedPicture.jpeg(Files.readAllBytes(original), emotions));
    } catch (IOException e) {
      throw cannotWrite(copy, e);
    }
  }

  /** Prepares the copy of a video, which the caller closes. */
  AnnotatedVideo video(Path original) {
    return new AnnotatedVideo(fileFor(original, ".mp4"));
  }

  /** Returns the free place for the annotated copy of a file, made with this ending. */
  Path fileFor(Path original, String ending) {
    String name = original.getFileName().toString();
    String stem = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    Path file = folder.resolve(stem + ending);
    for (int copy = 2; !taken.add(file); copy++) {
      file = folder.resolve(stem + "-" + copy + ending);
    }
    try {
      Files.deleteIfExists(file); // which may be a link to an original
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
    return file;
  }

  private static StageFailure cannotWrite(Path copy, IOException e) {
    return new StageFailure(
        "its annotated copy %s cannot be written: %s".formatted(copy, FileProblem.reason(e)), e);
  }
}
