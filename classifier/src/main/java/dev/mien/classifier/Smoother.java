// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier;

import dev.mien.events.Emotion;
import dev.mien.events.Face;
import dev.mien.events.Scores;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Averages the scores of a track in media time: a picture of age t weighs 2^(-t / half-life), and
 * the weights are divided by their sum, so that the first picture counts no more than its age says.
 * A position that goes back and another model begin a new average.
 *
 * <p>What {@link #smooth} learns is staged: {@link #keep} makes it last, {@link #discard} forgets
 * it, as when a transaction is committed or aborted. The tracks that were seen least recently are
 * forgotten once there are {@value #MAX_TRACKS} of them. For one thread at a time.
 */
public final class Smoother {

  /** Half-life that is used by default. */
  public static final Duration DEFAULT_HALF_LIFE = Duration.ofMillis(500);

  static final int MAX_TRACKS = 10_000;

  private final double halfLifeMicros;
  private final Map<Track, Average> kept = new RecentlyUsed();
  private final Map<Track, Average> staged = new HashMap<>();

  /**
   * Begins without any track.
   *
   * @param halfLife after which a picture weighs half; 0 to smooth nothing
   * @throws IllegalArgumentException if it is negative
   */
  public Smoother(Duration halfLife) {
    if (halfLife.isNegative()) {
      throw new IllegalArgumentException("half-life is " + halfLife + ", expected 0 or more");
    }
    this.halfLifeMicros = halfLife.toNanos() / 1e3;
  }

  /**
   * Adds a picture to the average of its track.
   *
   * @param face whose camera, track and position are used
   * @param model version that made the scores
   * @param scores of this picture
   */
  public Emotion smooth(Face face, String model, Scores scores) {
    Track track = new Track(face.frame().camera(), face.track());
    Average now = Average.of(model, face.frame().positionMicros(), scores);
    @Nullable Average before = staged.getOrDefault(track, kept.get(track));
    Average average = before == null ? now : now.after(before, halfLifeMicros);
    staged.put(track, average);
    return new Emotion(face, model, scores.leading(), scores, average.mean(), average.pictures());
  }

  /** Makes all that was learnt since the last call last. */
  public void keep() {
    kept.putAll(staged);
    staged.clear();
  }

  /** Forgets what was learnt since the last {@link #keep}. */
  public void discard() {
    staged.clear();
  }

  private record Track(String camera, long number) {}

  private static final class RecentlyUsed extends LinkedHashMap<Track, Average> {

    @java.io.Serial private static final long serialVersionUID = 1;

    RecentlyUsed() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Track, Average> eldest) {
      return size() > MAX_TRACKS;
    }
  }
}
