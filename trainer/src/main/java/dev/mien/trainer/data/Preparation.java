// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import dev.mien.detector.align.FaceAligner;
import dev.mien.detector.image.Picture;
import dev.mien.events.Face;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A data set into a packed file: first every face is found, then all are cut out, those that were
 * not found at the usual place. The same data set gives the same file, by any number of threads.
 *
 * @param margin around the aligned square, in pixels
 * @param threads that work at once
 * @param leavesOutBroken whether pictures that cannot be read are left out, or are an error
 */
public record Preparation(int margin, int threads, boolean leavesOutBroken) {

  private static final int MAX_MARGIN = 64;
  private static final int MAX_THREADS = 1_000;

  /**
   * Checks every component.
   *
   * @throws IllegalArgumentException naming it and its value
   */
  public Preparation {
    check("margin", margin, 0, MAX_MARGIN);
    check("threads", threads, 1, MAX_THREADS);
  }

  private static void check(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s is %d, expected %d to %d".formatted(name, value, min, max));
    }
  }

  /**
   * Writes the packed file.
   *
   * @param step called twice for every picture, by this thread
   * @return what is wrong with each picture that was left out
   * @throws dev.mien.runtime.StageFailure naming pictures that cannot be read, when all have been
   *     looked at, or the file if it cannot be written
   */
  public List<String> run(DataSet data, Path out, Runnable step) throws IOException {
    int side = Face.SIDE + 2 * margin;
    Index empty = new Index(data.source(), side, margin, data.classes(), List.of());
    try (FaceSetWriter writer = FaceSetWriter.create(out, empty);
        InOrder workers = new InOrder(threads)) {
      FaceSearch search = FaceSearch.of(data, workers, step);
      if (!leavesOutBroken) {
        search.requireComplete();
      }
      cut(data.with(search.samples()), search.places(), workers, writer, step);
      writer.finish();
      return search.broken();
    }
  }

  private void cut(
      DataSet data, List<Place> places, InOrder workers, FaceSetWriter writer, Runnable step)
      throws IOException {
    UsualPlace usual = UsualPlace.of(places);
    workers.forEach(
        places.size(),
        i -> cut(data.samples().get(i), places.get(i), usual),
        (i, rgb) -> {
          boolean detected = places.get(i).landmarks().isPresent();
          writer.add(data.samples().get(i).entry(detected), rgb);
          step.run();
        });
  }

  private byte[] cut(Sample sample, Place place, UsualPlace usual) {
    try (Picture picture = SourcePicture.open(sample);
        Picture face =
            new FaceAligner()
                .cut(picture, place.landmarks().orElseGet(() -> usual.in(picture)), margin)) {
      return face.rgb();
    }
  }
}
