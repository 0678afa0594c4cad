// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.annotate;

import dev.mien.events.Emotion;
import dev.mien.runtime.StageFailure;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;
import org.bytedeco.javacv.FrameRecorder;
import org.bytedeco.javacv.OpenCVFrameConverter;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/**
 * Writes an MP4 video (H.264) of frames with their emotions drawn in, smaller than they are where
 * they have more than nine million pixels. For one thread.
 */
public final class AnnotatedVideo implements AutoCloseable {

  /** Fine, as frames come when they like; the number of ticks is an int, enough for 59 hours. */
  private static final int TICKS_PER_SECOND = 10_000;

  /** At 60 frames per second: the encoder reckons with no more, and takes ticks for frames. */
  private static final int BITS_PER_PIXEL_AND_SECOND = 10;

  private static final int MIN_BITS_PER_SECOND = 1_200_000;

  /** OpenH264 takes 36,864 blocks of 16 x 16 pixels; some are only filled in part. */
  private static final int MAX_PIXELS = 9_000_000;

  private final Path file;
  private final OpenCVFrameConverter.ToMat converter = new OpenCVFrameConverter.ToMat();
  private @Nullable FFmpegFrameRecorder recorder;

  /**
   * Prepares a video; the file is made with the first frame.
   *
   * @param file to write, replaced where it exists
   */
  public AnnotatedVideo(Path file) {
    this.file = file;
  }

  /**
   * Appends a frame.
   *
   * @param jpeg the frame
   * @param positionMicros where it is shown, above that of the frame before
   * @param emotions seen in it
   * @throws StageFailure if the file cannot be written
   */
  public void write(byte[] jpeg, long positionMicros, List<Emotion> emotions) {
    try (Mat picture = AnnotatedPicture.decode(jpeg)) {
      Drawing.draw(picture, emotions);
      if (recorder == null) {
        recorder = start(picture.cols(), picture.rows());
      }
      long tick = Math.round(positionMicros * (TICKS_PER_SECOND / 1e6));
      // MP4 has no two frames of one time; the recorder is one tick after its last frame.
      recorder.setFrameNumber(Math.max(recorder.getFrameNumber(), Math.toIntExact(tick)));
      try (Frame frame = converter.convert(picture)) {
        recorder.record(frame);
      }
    } catch (FrameRecorder.Exception e) {
      throw cannotWrite(e);
    }
  }

  /**
   * Completes the file.
   *
   * @throws StageFailure if the file cannot be written
   */
  @Override
  public void close() {
    converter.close();
    if (recorder != null) {
      try {
        recorder.close();
      } catch (FrameRecorder.Exception e) {
        throw cannotWrite(e);
      }
      checkIndex();
    }
  }

  /** JavaCV does not say whether the index, at the end of the file, could be written. */
  private void checkIndex() {
    try (FFmpegFrameGrabber written = new FFmpegFrameGrabber(file.toFile())) {
      written.start();
    } catch (FrameGrabber.Exception e) {
      throw new StageFailure(
          "the video " + file + " has no end, and cannot be played: is the disk full?", e);
    }
  }

  private FFmpegFrameRecorder start(int width, int height) throws FrameRecorder.Exception {
    avutil.av_log_set_level(avutil.AV_LOG_ERROR);
    double scale = Math.min(1, Math.sqrt((double) MAX_PIXELS / width / height));
    int evenWidth = even(width * scale);
    int evenHeight = even(height * scale);
    FFmpegFrameRecorder started = new FFmpegFrameRecorder(file.toFile(), evenWidth, evenHeight);
    started.setFormat("mp4");
    started.setVideoCodec(avcodec.AV_CODEC_ID_H264);
    started.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
    started.setFrameRate(TICKS_PER_SECOND);
    started.setVideoBitrate(
        Math.max(MIN_BITS_PER_SECOND, evenWidth * evenHeight * BITS_PER_PIXEL_AND_SECOND));
    started.start();
    return started;
  }

  /** 4:2:0 has one colour sample for two pixels. */
  private static int even(double side) {
    return 2 * (int) Math.round(side / 2);
  }

  private StageFailure cannotWrite(FrameRecorder.Exception e) {
    return new StageFailure("cannot write the video " + file + ": " + e.getMessage(), e);
  }
}
