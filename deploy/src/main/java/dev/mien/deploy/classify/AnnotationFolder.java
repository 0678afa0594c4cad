// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.classify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Where annotated files go; two of the same name do not overwrite each other. */
final class AnnotationFolder {

  private final Path folder;
  private final Set<Path> taken = new HashSet<>();

  private AnnotationFolder(Path folder) {
    this.folder = folder;
  }

  /** Makes the folder, so that it is known to be writable before the work begins. */
  static AnnotationFolder made(Path folder) throws IOException {
    return new AnnotationFolder(Files.createDirectories(folder));
  }

  /** Returns the place for the annotated copy of a file, made with this ending. */
  Path fileFor(Path original, String ending) throws IOException {
    String name = original.getFileName().toString();
    String stem = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    Path file = folder.resolve(stem + ending);
    for (int copy = 2; !taken.add(file); copy++) {
      file = folder.resolve(stem + "-" + copy + ending);
    }
    if (Files.exists(file) && Files.isSameFile(file, original)) {
      throw new IllegalArgumentException(
          "--annotate " + folder + " would overwrite " + original + ": name another directory");
    }
    return file;
  }
}
