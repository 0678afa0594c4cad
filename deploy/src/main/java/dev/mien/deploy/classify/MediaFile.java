// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.classify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A picture or a video on disk.
 *
 * @param path of the file
 * @param kind by the ending of its name
 */
record MediaFile(Path path, Kind kind) {

  /** What a file is. */
  enum Kind {
    /** One frame. */
    PICTURE,
    /** Many frames. */
    VIDEO,
    /** A picture of which FFmpeg would give one tile, or the thumbnail. */
    TILED
  }

  private static final Set<String> PICTURES =
      Set.of("jpg", "jpeg", "png", "bmp", "webp", "tif", "tiff");

  private static final Set<String> TILED = Set.of("heic", "heif", "hif", "avif");

  private static final Set<String> VIDEOS =
      Set.of("mp4", "m4v", "mov", "mkv", "webm", "avi", "mpg", "mpeg", "ts", "flv", "wmv", "3gp");

  /**
   * Returns the files that are named, and those below the folders that are named, in a stable
   * order. A file that is named itself and is no picture by its name is taken for a video.
   *
   * @throws IllegalArgumentException if a path is not there, or nothing is found below a folder
   */
  static List<MediaFile> find(List<Path> paths) {
    return paths.stream().flatMap(path -> find(path).stream()).toList();
  }

  private static List<MediaFile> find(Path path) {
    if (Files.isDirectory(path)) {
      return below(path);
    }
    if (!Files.isReadable(path)) {
      throw new IllegalArgumentException(path + ": no such readable file or folder");
    }
    return List.of(of(path));
  }

  private static MediaFile of(Path file) {
    String ending = ending(file);
    if (TILED.contains(ending)) {
      return new MediaFile(file, Kind.TILED);
    }
    return new MediaFile(file, PICTURES.contains(ending) ? Kind.PICTURE : Kind.VIDEO);
  }

  private static List<MediaFile> below(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<MediaFile> found =
          files
              .filter(Files::isRegularFile)
              .filter(
                  file ->
                      Stream.of(PICTURES, VIDEOS, TILED)
                          .anyMatch(endings -> endings.contains(ending(file))))
              .sorted()
              .map(MediaFile::of)
              .toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            folder
                + ": no picture or video in this folder, known endings are "
                + Stream.concat(PICTURES.stream(), VIDEOS.stream()).sorted().toList());
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be listed", e);
    }
  }

  private static String ending(Path path) {
    String name = path.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
