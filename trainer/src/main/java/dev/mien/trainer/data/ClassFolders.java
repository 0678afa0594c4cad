// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import dev.mien.events.Topics;
import dev.mien.runtime.FileProblem;
import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Pictures in a folder for each class, {@code happiness/1.jpg}; these lie in the folder itself, or
 * in the folders train, validation and test. Common words for the classes that Mien has, such as
 * {@code Happy}, are taken for these.
 */
final class ClassFolders {

  /** What OpenCV reads. */
  private static final Set<String> PICTURES =
      Set.of("jpg", "jpeg", "png", "bmp", "webp", "tif", "tiff", "pgm", "ppm");

  /** Of FER2013, AffectNet, RAF-DB, JAFFE, KDEF and others as they are passed around. */
  private static final Map<String, String> SAME =
      Map.ofEntries(
          Map.entry("happy", "happiness"),
          Map.entry("joy", "happiness"),
          Map.entry("surprised", "surprise"),
          Map.entry("sad", "sadness"),
          Map.entry("angry", "anger"),
          Map.entry("disgusted", "disgust"),
          Map.entry("fearful", "fear"),
          Map.entry("afraid", "fear"));

  /** As everywhere; classes that are not of these come after them, by name. */
  private static final List<String> ORDER =
      Stream.concat(Topics.DEFAULT_CLASSES.stream(), Stream.of("contempt")).toList();

  private ClassFolders() {}

  /**
   * Lists the pictures.
   *
   * @throws StageFailure naming a folder that is missing, or is neither a part nor a class
   */
  static DataSet read(Path folder) {
    Path train = folder.resolve(Part.TRAIN.written());
    boolean parts = Files.isDirectory(train);
    List<String> classes =
        folders(parts ? train : folder).stream()
            .map(ClassFolders::className)
            .distinct()
            .sorted(Comparator.comparing(ClassFolders::rank))
            .toList();
    List<Sample> samples = new ArrayList<>();
    if (!parts) {
      folders(folder).forEach(name -> addClass(samples, folder, folder, name, classes, Part.TRAIN));
    } else {
      for (String name : folders(folder)) {
        addPart(samples, folder, part(folder, name), classes);
      }
    }
    return new DataSet("folder", folder, classes, samples);
  }

  private static void addPart(List<Sample> samples, Path folder, Part part, List<String> classes) {
    Path place = folder.resolve(part.written());
    for (String name : folders(place)) {
      if (!classes.contains(className(name))) {
        throw new StageFailure(
            "%s: class '%s' is not among those to train with, %s: remove it or add pictures there"
                .formatted(place, name, classes));
      }
      addClass(samples, folder, place, name, classes, part);
    }
  }

  private static void addClass(
      List<Sample> samples, Path root, Path place, String name, List<String> classes, Part part) {
    int label = classes.indexOf(className(name));
    for (Path file : list(place.resolve(name))) {
      String inSet = root.relativize(file).toString().replace('\\', '/');
      if (Files.isDirectory(file)) {
        throw new StageFailure(
            "%s: folder '%s' lies within a class: move its pictures into '%s' itself, or remove it"
                .formatted(root, inSet, name));
      }
      if (isPicture(file)) {
        samples.add(new Sample(file, inSet, label, List.of(), part, null));
      }
    }
  }

  /** Such as .ipynb_checkpoints, and @eaDir of a storage system: copies and thumbnails. */
  private static boolean isOfATool(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(".") || (name.startsWith("@") && Files.isDirectory(file));
  }

  private static boolean isPicture(Path file) {
    String name = file.getFileName().toString();
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return Files.isRegularFile(file) && PICTURES.contains(ending);
  }

  private static String className(String folder) {
    String name = folder.toLowerCase(Locale.ROOT);
    return SAME.getOrDefault(name, name);
  }

  private static Part part(Path folder, String name) {
    for (Part part : Part.LABELLED) {
      if (name.equals(part.written())) {
        return part;
      }
    }
    throw new StageFailure(
        "%s: '%s' lies beside 'train', expected 'validation' or 'test': rename or move it"
            .formatted(folder, name));
  }

  /** Known classes first, in their order; a space goes before every letter. */
  private static String rank(String name) {
    int known = ORDER.indexOf(name);
    return known < 0 ? name : " " + known;
  }

  private static List<String> folders(Path folder) {
    return list(folder).stream()
        .filter(Files::isDirectory)
        .map(path -> path.getFileName().toString())
        .toList();
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !isOfATool(file)).sorted().toList();
    } catch (IOException e) {
      throw new StageFailure(
          "%s: cannot be listed: %s: name a folder that holds one for each class"
              .formatted(folder, FileProblem.reason(e)),
          e);
    }
  }
}
