// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.video;

import java.io.IOException;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FrameGrabber;
import org.bytedeco.javacv.FrameGrabber.ImageMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How an input is opened: FFmpeg's options for its kind, and why it could not be. */
final class Opening {

  private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

  /** How long a network source may be silent before it counts as ended. */
  private static final String SILENCE_MICROS = "10000000";

  /** How long packets over UDP that others have overtaken are waited for, as FFmpeg itself does. */
  private static final int OVERTAKEN_MICROS = 100_000;

  private static final String MAX_DELAY = "max_delay";
  private static final String FILE = "file:";

  private Opening() {}

  /** Returns a grabber that has found its video, in RAW mode if that can be. */
  static FFmpegFrameGrabber open(String input, boolean live, Map<String, String> options)
      throws IOException {
    // One level for all inputs, and what it says of a URL may hold a password.
    avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    FFmpegFrameGrabber raw = open(input, live, options, ImageMode.RAW);
    if (raw.getVideoCodec() != avcodec.AV_CODEC_ID_RAWVIDEO) {
      return raw;
    }
    // Pictures stored from bottom to top have a negative stride, which JavaCV's RAW mode refuses.
    close(raw);
    return open(input, live, options, ImageMode.COLOR);
  }

  private static FFmpegFrameGrabber open(
      String input, boolean live, Map<String, String> options, ImageMode mode) throws IOException {
    FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(input);
    grabber.setImageMode(mode);
    // Sound is not needed, and a sound format that FFmpeg does not know must not stop the video.
    grabber.setAudioStream(Integer.MAX_VALUE);
    setOptions(grabber, input, live);
    options.forEach(grabber::setOption);
    try {
      // JavaCV's start() has one lock for all inputs: one that hangs would hold up all others.
      grabber.startUnsafe();
      if (options.containsKey(MAX_DELAY)) { // which JavaCV has written over
        avutil.av_opt_set(grabber.getFormatContext(), MAX_DELAY, options.get(MAX_DELAY), 0);
      }
      if (grabber.getImageWidth() <= 0 || grabber.getImageHeight() <= 0) {
        throw new IOException("its video has no picture size");
      }
      return grabber;
    } catch (FrameGrabber.Exception e) {
      String reason = reason(grabber.getFormatContext(), e);
      close(grabber);
      throw new IOException(reason); // without the cause, which names a URL with its password
    } catch (IOException | RuntimeException e) {
      close(grabber);
      throw e;
    }
  }

  /** Frees everything native. JavaCV's close() waits for whoever opens another input. */
  static void close(FFmpegFrameGrabber grabber) {
    try {
      grabber.releaseUnsafe();
    } catch (FrameGrabber.Exception e) {
      LOG.debug("closing the video: {}", FfmpegError.text(e));
    }
  }

  private static void setOptions(FFmpegFrameGrabber grabber, String input, boolean live) {
    if (isDevice(input)) {
      grabber.setFormat("v4l2");
    } else if (isRemote(input)) {
      grabber.setOption("rw_timeout", SILENCE_MICROS);
    }
    if (input.startsWith("rtsp")) {
      grabber.setOption("rtsp_transport", "tcp");
      grabber.setOption("timeout", SILENCE_MICROS);
      grabber.setMaxDelay(OVERTAKEN_MICROS);
    }
    if (live) {
      // Frame threads would hold back one frame per core.
      grabber.setVideoOption("thread_type", "slice");
    }
  }

  private static boolean isDevice(String input) {
    return input.startsWith("/dev/");
  }

  static boolean isRemote(String input) {
    return !isDevice(input) && !input.startsWith(FILE);
  }

  /** Returns whether the timestamps of the format may leap, as those of joined recordings do. */
  static boolean mayLeap(FFmpegFrameGrabber grabber) {
    return (grabber.getFormatContext().iformat().flags() & avformat.AVFMT_TS_DISCONT) != 0;
  }

  /**
   * Returns whether the format has no timestamps, so that FFmpeg invents them, 25 a second: JPEGs
   * over HTTP, for example, and H.264 without a container.
   */
  static boolean lacksTimestamps(FFmpegFrameGrabber grabber) {
    return (grabber.getFormatContext().iformat().flags() & avformat.AVFMT_NOTIMESTAMPS) != 0;
  }

  private static String reason(AVFormatContext context, FrameGrabber.Exception e) {
    if (context == null || context.isNull()) {
      return FfmpegError.text(e);
    }
    for (int i = 0; i < context.nb_streams(); i++) {
      AVCodecParameters stream = context.streams(i).codecpar();
      if (stream.codec_type() == avutil.AVMEDIA_TYPE_VIDEO) {
        return stream.codec_id() == avcodec.AV_CODEC_ID_NONE
            ? "its video is of a format that FFmpeg does not know"
            : "its video (%s) cannot be decoded: %s"
                .formatted(
                    avcodec.avcodec_get_name(stream.codec_id()).getString(), FfmpegError.text(e));
      }
    }
    return "it has no video stream";
  }
}
