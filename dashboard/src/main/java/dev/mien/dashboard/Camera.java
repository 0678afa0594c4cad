// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import dev.mien.events.Emotion;
import dev.mien.events.Frame;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of one camera. Guarded by its {@link Board}. */
final class Camera {

  /** A face that was not seen for so long has left the picture, where frames are not rarer. */
  private static final long FACE_MILLIS = 1_000;

  /** Pictures of a camera that has been silent for so long are forgotten. */
  static final long PICTURE_MILLIS = 5_000;

  /** So many ticks faces wait for a picture that comes after them. */
  private static final int MAX_WAITS = 3;

  private record Seen(FaceView face, long millis) {}

  private final String id;
  private final FrameInterval interval = new FrameInterval();
  private final RecentFrames frames = new RecentFrames();
  private final Map<Long, Seen> faces = new LinkedHashMap<>();
  private final Map<Long, FaceView> changed = new LinkedHashMap<>();
  private int width;
  private int height;
  private long faceSeen;
  private long number;
  private long events;
  private int waited;
  private boolean touched;
  private @Nullable String model;
  private @Nullable Long latency;
  private @Nullable Long frameSeen;

  Camera(String id) {
    this.id = id;
  }

  void add(Emotion emotion, long nowMillis) {
    Frame frame = emotion.face().frame();
    if (frameSeen == null) {
      interval.hear(frame, false);
    }
    FaceView face = FaceView.of(emotion);
    faces.put(face.track(), new Seen(face, nowMillis));
    changed.put(face.track(), face);
    width = frame.width();
    height = frame.height();
    faceSeen = nowMillis;
    number = frame.number();
    events++;
    model = emotion.model();
    latency = Math.max(0, nowMillis - frame.capturedMicros() / 1_000);
    touched = true;
  }

  void add(Frame frame, byte[] jpeg, long nowMillis) {
    interval.hear(frame, true);
    width = frame.width();
    height = frame.height();
    frameSeen = nowMillis;
    frames.add(frame.number(), jpeg, nowMillis);
    touched = true;
  }

  /** Returns the picture of a frame that is or was to be seen, null if it has gone. */
  byte @Nullable [] picture(long frame, long nowMillis) {
    return isPictured(nowMillis, interval.orLonger(PICTURE_MILLIS)) ? frames.shown(frame) : null;
  }

  /** Returns how far apart its frames are. */
  FrameInterval interval() {
    return interval;
  }

  /** Returns its pictures, which its board keeps within bounds. */
  RecentFrames frames() {
    return frames;
  }

  /** Returns when something of it came, in milliseconds since the epoch. */
  long seen() {
    return Math.max(faceSeen, frameSeen == null ? 0 : frameSeen);
  }

  /** Returns the faces that came since the last {@link #drain}. */
  long events() {
    return events;
  }

  /** Returns what is new, null for nothing, and begins anew. */
  @Nullable CameraView drain(long nowMillis) {
    forgetFaces(nowMillis);
    if (frames.bytes() > 0 && !isPictured(nowMillis, interval.orLonger(PICTURE_MILLIS))) {
      frames.clear();
      touched = true;
    }
    if (!touched || waitsForPicture(nowMillis)) {
      return null;
    }
    waited = 0;
    if (nowMillis - faceSeen > faceMillis()) {
      frames.showNewest();
    } else {
      frames.show(number);
    }
    CameraView view = view(List.copyOf(changed.values()));
    changed.clear();
    events = 0;
    touched = false;
    return view;
  }

  /** Returns all that is to be seen now. */
  CameraView all(long nowMillis) {
    forgetFaces(nowMillis);
    return view(faces.values().stream().map(Seen::face).toList());
  }

  private void forgetFaces(long nowMillis) {
    faces.values().removeIf(face -> nowMillis - face.millis > faceMillis());
  }

  private long faceMillis() {
    return interval.orLonger(FACE_MILLIS);
  }

  private boolean waitsForPicture(long nowMillis) {
    return frames.isToCome(number)
        && isPictured(nowMillis, faceMillis())
        && nowMillis - faceSeen <= faceMillis()
        && waited++ < MAX_WAITS;
  }

  private boolean isPictured(long nowMillis, long withinMillis) {
    return frameSeen != null && nowMillis - frameSeen <= withinMillis;
  }

  private CameraView view(List<FaceView> shown) {
    return new CameraView(
        id,
        width,
        height,
        faceSeen,
        faceMillis(),
        frames.shownNumber(),
        frameSeen,
        model,
        latency,
        events,
        shown);
  }
}
