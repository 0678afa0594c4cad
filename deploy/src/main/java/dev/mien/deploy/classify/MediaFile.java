// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.classify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A picture or a video on disk.
 *
 * @param path of the file
 * @param kind by the ending of its name, unless it cannot be read
 */
record MediaFile(Path path, Kind kind) {

  /** What a file is. */
  enum Kind {
    /** One frame. */
    PICTURE,
    /** Many frames. */
    VIDEO,
    /** A picture of which FFmpeg would give one tile, or the thumbnail. */
    TILED,
    /** A file or folder that is not there behind its link, or that this user may not read. */
    UNREADABLE
  }

  private static final Set<String> PICTURES =
      Set.of("jpg", "jpeg", "jpe", "jfif", "png", "bmp", "webp", "tif", "tiff", "ppm", "pgm");

  private static final Set<String> TILED = Set.of("heic", "heif", "hif", "avif");

  private static final Set<String> VIDEOS =
      Set.of(
          "mp4", "m4v", "mov", "mkv", "webm", "avi", "mpg", "mpeg", "vob", "ts", "mts", "m2ts",
          "flv", "wmv", "asf", "3gp", "3g2", "ogv", "gif");

  /**
   * Returns the files that are named, and those below the folders that are named, in a stable
   * order. A file that is named itself and is no picture by its name is taken for a video.
   *
   * @throws IllegalArgumentException if a path is not there, or nothing is found below a folder
   * @throws UncheckedIOException if listing a folder breaks off
   */
  static List<MediaFile> find(List<Path> paths) {
    return paths.stream().flatMap(path -> find(path).stream()).toList();
  }

  private static List<MediaFile> find(Path path) {
    if (Files.isDirectory(path)) {
      return below(path);
    }
    if (!Files.exists(path)) {
      throw new IllegalArgumentException(path + ": no such file or folder");
    }
    return List.of(of(path));
  }

  private static MediaFile of(Path file) {
    if (!Files.isReadable(file)) {
      return new MediaFile(file, Kind.UNREADABLE);
    }
    String ending = ending(file);
    if (TILED.contains(ending)) {
      return new MediaFile(file, Kind.TILED);
    }
    return new MediaFile(file, PICTURES.contains(ending) ? Kind.PICTURE : Kind.VIDEO);
  }

  private static List<MediaFile> below(Path folder) {
    Listing listing = new Listing();
    try {
      Files.walkFileTree(folder, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, listing);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be listed", e);
    }
    if (listing.found.isEmpty()) {
      throw new IllegalArgumentException(
          folder
              + ": no picture or video in this folder, known endings are "
              + Stream.concat(PICTURES.stream(), VIDEOS.stream()).sorted().toList());
    }
    return listing.found.stream().sorted(Comparator.comparing(MediaFile::path)).toList();
  }

  /** What is known by its ending, and what cannot be looked at. */
  private static final class Listing extends SimpleFileVisitor<Path> {

    private final List<MediaFile> found = new ArrayList<>();

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String ending = ending(file);
      boolean isFile = attributes.isRegularFile() || attributes.isSymbolicLink(); // to nowhere
      if (isFile
          && Stream.of(PICTURES, VIDEOS, TILED).anyMatch(endings -> endings.contains(ending))) {
        found.add(of(file));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException e) {
      if (!(e instanceof FileSystemLoopException)) { // a link to what is being listed
        found.add(new MediaFile(path, Kind.UNREADABLE));
      }
      return FileVisitResult.CONTINUE;
    }
  }

  private static String ending(Path path) {
    String name = path.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
