// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.video;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;

import dev.mien.events.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;

/**
 * Converts decoded frames to BGR of square pixels, no more of them than wanted, by the colour
 * matrix, range and shape of pixels that each frame states. JavaCV's own conversion takes
 * everything for BT.601 and gathers side data without end, see RATIONALE.md.
 */
final class BgrConverter implements AutoCloseable {

  /** Where a frame does not say: pictures from this height on are BT.709, as players assume. */
  private static final int HD_HEIGHT = 720;

  private final SwsContext context = swscale.sws_alloc_context();
  private final AVFrame bgr = avutil.av_frame_alloc();

  /**
   * Returns a view of the converted pixels, valid until the next call.
   *
   * @param maxWidth to which a wider picture is scaled down, as a whole
   * @param maxHeight to which a higher one is
   */
  DecodedPicture convert(AVFrame frame, int maxWidth, int maxHeight) throws IOException {
    if (frame.colorspace() == AVCOL_SPC_UNSPECIFIED && frame.height() >= HD_HEIGHT) {
      frame.colorspace(AVCOL_SPC_BT709);
    }
    // swscale refuses to turn interlaced pictures into progressive ones: their fields stay woven.
    frame.flags(frame.flags() & ~AVFrame.AV_FRAME_FLAG_INTERLACED);
    AVRational pixel = frame.sample_aspect_ratio();
    int width = stretched(frame.width(), pixel.num(), pixel.den());
    int height = stretched(frame.height(), pixel.den(), pixel.num());
    double fits = Math.min((double) maxWidth / width, (double) maxHeight / height);
    double scale = Math.min(1, fits);
    resize(scaled(width, scale), scaled(height, scale));
    FfmpegError.check(swscale.sws_scale_frame(context, bgr, frame), "cannot convert a frame");
    int stride = bgr.linesize(0);
    BytePointer pixels = bgr.data(0).capacity((long) stride * bgr.height());
    ByteBuffer view = pixels.asByteBuffer();
    return new DecodedPicture(view, bgr.width(), bgr.height(), stride);
  }

  /** Returns a side in square pixels, of which no more are made than a frame may have. */
  private static int stretched(int side, int length, int breadth) {
    if (breadth <= 0 || length <= breadth) {
      return side; // not known, square, or the other side is stretched
    }
    long square = Math.round((double) side * length / breadth);
    return (int) Math.max(side, Math.min(square, Frame.MAX_SIDE));
  }

  private static int scaled(int side, double scale) {
    return (int) Math.max(1, Math.round(side * scale));
  }

  private void resize(int width, int height) throws IOException {
    if (bgr.width() == width && bgr.height() == height) {
      return;
    }
    avutil.av_frame_unref(bgr);
    bgr.width(width);
    bgr.height(height);
    bgr.format(AV_PIX_FMT_BGR24);
    bgr.colorspace(AVCOL_SPC_RGB);
    bgr.color_range(AVCOL_RANGE_JPEG);
    FfmpegError.check(avutil.av_frame_get_buffer(bgr, 0), "no memory for a frame");
  }

  @Override
  public void close() {
    avutil.av_frame_free(bgr);
    swscale.sws_freeContext(context);
  }
}
