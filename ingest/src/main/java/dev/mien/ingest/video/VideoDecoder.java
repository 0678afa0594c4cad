// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.video;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVIndexEntry;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.jspecify.annotations.Nullable;

/** Decodes the video of one input through FFmpeg. For one thread at a time. */
public final class VideoDecoder implements AutoCloseable {

  /** Numbers in FFmpeg's matrix of how a picture is to be shown. */
  private static final int DISPLAY_MATRIX = 9;

  private static final int DAMAGED = AVFrame.AV_FRAME_FLAG_CORRUPT;

  private final String input;
  private final boolean live;

  private @Nullable FFmpegFrameGrabber grabber;
  private @Nullable BgrConverter converter;
  private @Nullable AVFrame current;
  private MediaClock clock = new MediaClock(0, false);
  private boolean byArrival;
  private long positionMicros;
  private long decoded;
  private long damaged;

  /**
   * Remembers what to open.
   *
   * @param input as FFmpeg names it: {@code file:clip.mp4}, {@code rtsp://...}, {@code /dev/video0}
   * @param live whether it comes in real time: decoding then trades throughput for latency, and
   *     frames have the time of their arrival where the format has none
   */
  public VideoDecoder(String input, boolean live) {
    this.input = input;
    this.live = live;
  }

  /**
   * Opens the input and finds its video.
   *
   * @param options of FFmpeg for its format and protocol, beside those that its kind has anyway,
   *     which they win over
   * @throws IOException if it cannot be opened or holds no video that can be decoded
   */
  public void open(Map<String, String> options) throws IOException {
    grabber = Opening.open(input, live, options);
    clock = new MediaClock(frameRate().orElse(0), Opening.mayLeap(grabber));
    byArrival = live && Opening.lacksTimestamps(grabber);
    converter = new BgrConverter();
  }

  /** Returns the names of options that FFmpeg has no use for in this open input. */
  public List<String> withoutUse(Collection<String> options) {
    return InputOptions.withoutUse(options, grabber().getFormatContext(), Opening.isRemote(input));
  }

  /**
   * Goes to the next frame.
   *
   * @return false at the end
   * @throws IOException if the input broke off, or had no frame at all
   */
  public boolean next() throws IOException {
    current = null;
    Frame frame = grabber().grabImage();
    if (frame == null) {
      checkEnd();
      return false;
    }
    AVFrame picture = (AVFrame) frame.opaque;
    decoded++;
    if ((picture.flags() & DAMAGED) != 0 || picture.decode_error_flags() != 0) {
      damaged++;
    }
    positionMicros = clock.position(timestamp(picture));
    // Players, too, believe the container before the codec.
    try (AVRational shape =
        avformat.av_guess_sample_aspect_ratio(grabber().getFormatContext(), stream(), picture)) {
      picture.sample_aspect_ratio(shape);
    }
    current = picture;
    return true;
  }

  private long timestamp(AVFrame picture) {
    if (byArrival) {
      return TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
    }
    long ticks = picture.best_effort_timestamp();
    if (ticks == avutil.AV_NOPTS_VALUE) {
      return MediaClock.NO_TIMESTAMP;
    }
    // JavaCV's own timestamps overflow for cameras that count from the epoch.
    AVRational unit = stream().time_base();
    return avutil.av_rescale(ticks, 1_000_000L * unit.num(), unit.den());
  }

  /** JavaCV takes every reason to stop for the end; files and web servers say which it was. */
  private void checkEnd() throws IOException {
    AVIOContext io = grabber().getFormatContext().pb();
    if (io != null && !io.isNull() && io.error() < 0 && io.error() != avutil.AVERROR_EOF) {
      throw new IOException("it broke off: " + FfmpegError.text(io.error()));
    }
    if (decoded == 0) {
      throw new IOException("it ended before the first frame that can be decoded");
    }
  }

  /**
   * Returns the pixels of the frame that {@link #next} went to.
   *
   * @param maxHeight in pixels when it stands upright, see {@link #quarterTurns}: a higher one is
   *     scaled down to it, and keeps its shape
   */
  public DecodedPicture picture(int maxHeight) throws IOException {
    boolean lies = quarterTurns() % 2 != 0;
    return requireNonNull(converter, "not open")
        .convert(
            requireNonNull(current, "no frame"),
            lies ? maxHeight : Integer.MAX_VALUE,
            lies ? Integer.MAX_VALUE : maxHeight);
  }

  /** Returns the presentation time of that frame in microseconds; the first has 0. */
  public long positionMicros() {
    return positionMicros;
  }

  /** Returns the width that the stream announces, in its own pixels; 0 if it does not. */
  public int width() {
    return grabber().getImageWidth();
  }

  /** Returns the height that the stream announces, in its own pixels; 0 if it does not. */
  public int height() {
    return grabber().getImageHeight();
  }

  /**
   * Returns how often the picture of that frame must be turned by 90 degrees clockwise to stand
   * upright: as the frame says, as those of a JPEG with an orientation do, else as the stream does.
   * One that is a mirror image stands upright then, but stays one.
   */
  public int quarterTurns() {
    AVFrame frame = requireNonNull(current, "no frame");
    AVFrameSideData own = avutil.av_frame_get_side_data(frame, avutil.AV_FRAME_DATA_DISPLAYMATRIX);
    double anticlockwise =
        own == null ? grabber().getDisplayRotation() : rotation(new IntPointer(own.data()));
    return Math.floorMod(Math.round(-anticlockwise / 90), 4);
  }

  /** FFmpeg takes a mirror image for one that is turned; without its mirroring it is not. */
  private static double rotation(IntPointer matrix) {
    long turned = (long) matrix.get(0) * matrix.get(4) - (long) matrix.get(1) * matrix.get(3);
    if (turned > 0) {
      return avutil.av_display_rotation_get(matrix);
    }
    try (IntPointer unmirrored = new IntPointer(DISPLAY_MATRIX)) {
      for (int i = 0; i < DISPLAY_MATRIX; i++) {
        unmirrored.put(i, matrix.get(i));
      }
      avutil.av_display_matrix_flip(unmirrored, 1, 0);
      return avutil.av_display_rotation_get(unmirrored);
    }
  }

  /** Returns the mean number of frames per second, if the source says. */
  public OptionalDouble frameRate() {
    double rate = grabber().getVideoFrameRate();
    return rate > 0 && rate < 1000 ? OptionalDouble.of(rate) : OptionalDouble.empty();
  }

  /** Returns how many frames there are, exact where the container counts them. */
  public OptionalLong frames() {
    long counted = counted();
    long estimated = Math.round(grabber().getLengthInTime() * frameRate().orElse(0) / 1e6);
    long frames = counted > 0 ? counted : estimated;
    return frames > 0 ? OptionalLong.of(frames) : OptionalLong.empty();
  }

  /** Returns how many frames the container counts but the decoder did not give, at the end. */
  public long lost() {
    return Math.max(0, counted() - decoded);
  }

  /** Returns how much of the duration that the container states is missing, at the end. */
  public long missingMicros() {
    long end = positionMicros + clock.bridgedMicros();
    return counted() > 0 ? 0 : Math.max(0, grabber().getLengthInTime() - end);
  }

  /** Returns how many frames the decoder could only repair so far. */
  public long damaged() {
    return damaged;
  }

  private long counted() {
    long hidden = 0;
    AVStream stream = stream();
    for (int i = 0; i < avformat.avformat_index_get_entries_count(stream); i++) {
      int flags = avformat.avformat_index_get_entry(stream, i).flags();
      hidden += (flags & AVIndexEntry.AVINDEX_DISCARD_FRAME) == 0 ? 0 : 1;
    }
    return stream.nb_frames() - hidden;
  }

  private AVStream stream() {
    return grabber().getFormatContext().streams(grabber().getVideoStream());
  }

  private FFmpegFrameGrabber grabber() {
    return requireNonNull(grabber, "not open");
  }

  /** Frees everything native; later calls do nothing. */
  @Override
  public void close() {
    if (converter != null) {
      converter.close();
      converter = null;
    }
    if (grabber != null) {
      Opening.close(grabber);
      grabber = null;
    }
  }
}
