// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import dev.mien.detector.image.Picture;
import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where the faces are in the pictures of a data set. */
final class FaceSearch {

  private static final int NAMED = 5;

  private final List<Sample> samples = new ArrayList<>();
  private final List<Place> places = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();

  private FaceSearch() {}

  /**
   * Looks at every picture.
   *
   * @param step called after each, by this thread
   */
  static FaceSearch of(DataSet data, InOrder workers, Runnable step) throws IOException {
    FaceSearch search = new FaceSearch();
    try (FaceFinder finder = FaceFinder.open()) {
      workers.forEach(
          data.samples().size(),
          i -> look(finder, data.samples().get(i)),
          (i, look) -> {
            search.add(data.samples().get(i), look);
            step.run();
          });
    }
    return search;
  }

  /** Returns those whose pictures can be read. */
  List<Sample> samples() {
    return List.copyOf(samples);
  }

  /** Returns where the faces are in these pictures, in their order. */
  List<Place> places() {
    return List.copyOf(places);
  }

  /** Returns what is wrong with each of the other pictures. */
  List<String> broken() {
    return List.copyOf(broken);
  }

  /** A place, or what is wrong with the picture. */
  private record Look(Optional<Place> place, String broken) {}

  private static Look look(FaceFinder finder, Sample sample) {
    Picture opened;
    try {
      opened = SourcePicture.open(sample);
    } catch (StageFailure e) {
      return new Look(Optional.empty(), String.valueOf(e.getMessage()));
    }
    try (Picture picture = opened) {
      Place place = new Place(finder.find(picture), picture.width(), picture.height());
      return new Look(Optional.of(place), "");
    }
  }

  private void add(Sample sample, Look look) {
    if (look.place.isPresent()) {
      samples.add(sample);
      places.add(look.place.get());
    } else {
      broken.add(look.broken);
    }
  }

  /**
   * Checks that all pictures can be read.
   *
   * @throws StageFailure naming the first of those that cannot
   */
  void requireComplete() {
    if (!broken.isEmpty()) {
      throw new StageFailure(
          String.format(
              Locale.ROOT,
              "%,d of %,d pictures cannot be read; --leave-out-broken goes on without them: %s",
              broken.size(),
              broken.size() + samples.size(),
              String.join("; ", broken.subList(0, Math.min(NAMED, broken.size())))));
    }
  }
}
