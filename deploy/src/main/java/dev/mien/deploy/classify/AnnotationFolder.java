// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.classify;

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
      if (made.equals(path.toAbsolutePath().resolveSibling("").toRealPath())
          || made.equals(path.toRealPath().getParent())) {
        throw new IllegalArgumentException(
            "--annotate %s could overwrite originals, %s lies in it: name another directory"
                .formatted(folder, path));
      }
    }
    return new AnnotationFolder(folder);
  }

  /** Returns the free place for the annotated copy of a file, made with this ending. */
  Path fileFor(Path original, String ending) throws IOException {
    String name = original.getFileName().toString();
    String stem = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    Path file = folder.resolve(stem + ending);
    for (int copy = 2; !taken.add(file); copy++) {
      file = folder.resolve(stem + "-" + copy + ending);
    }
    Files.deleteIfExists(file); // which may be a link to an original
    return file;
  }
}
