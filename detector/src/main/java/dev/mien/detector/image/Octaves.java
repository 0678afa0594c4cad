// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.image;

import java.util.ArrayList;
import java.util.List;

/**
 * A picture and its halves, quarters and so on: what is wanted small is made from the smallest that
 * has the detail, which costs less than from the picture and looks the same. Several threads may
 * read it. Whoever made it closes it, which leaves the picture itself open.
 */
public final class Octaves implements AutoCloseable {

  private final List<Picture> pictures = new ArrayList<>();

  /**
   * Halves a picture until a side would be less than {@code smallest} pixels.
   *
   * @param picture stays the caller's to close, after this
   */
  public Octaves(Picture picture, int smallest) {
    pictures.add(picture);
    try {
      halve(picture, smallest);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void halve(Picture picture, int smallest) {
    Picture last = picture;
    while (Math.min(last.width(), last.height()) / 2 >= smallest) {
      last = last.resized((last.width() + 1) / 2, (last.height() + 1) / 2);
      pictures.add(last);
    }
  }

  /** Returns the picture itself. */
  public Picture whole() {
    return pictures.get(0);
  }

  /** Returns the picture at another size, as {@link Picture#resized} does. */
  public Picture resized(int width, int height) {
    int octave = 0;
    while (octave + 1 < pictures.size()
        && pictures.get(octave + 1).width() >= width
        && pictures.get(octave + 1).height() >= height) {
      octave++;
    }
    return pictures.get(octave).resized(width, height);
  }

  /** Returns how often to halve so that {@code side} pixels become no fewer than {@code least}. */
  int halvings(int side, int least) {
    int times = 0;
    while (times + 1 < pictures.size() && side >> (times + 1) >= least) {
      times++;
    }
    return times;
  }

  /** Returns the picture halved so often. */
  Picture halved(int times) {
    return pictures.get(times);
  }

  /** Frees the halves. */
  @Override
  public void close() {
    pictures.subList(1, pictures.size()).forEach(Picture::close);
  }
}
