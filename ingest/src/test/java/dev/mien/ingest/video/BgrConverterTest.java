// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BgrConverterTest {

  private static final int ANY = Integer.MAX_VALUE;
  private static final int RED = 200;
  private static final int GREEN = 150;
  private static final int BLUE = 120;

  @ParameterizedTest(name = "{0} lines, marked {1}, weights {2} and {3}")
  @CsvSource({
    "1080, 2, 0.2126, 0.0722", // AVCOL_SPC_UNSPECIFIED: BT.709 as its size suggests
    "480, 2, 0.299, 0.114", // AVCOL_SPC_UNSPECIFIED: BT.601
    "480, 1, 0.2126, 0.0722", // AVCOL_SPC_BT709
    "1080, 6, 0.299, 0.114", // AVCOL_SPC_SMPTE170M, that is BT.601
  })
  void convertsByTheMatrixOfTheFrame(int height, int colorspace, double kr, double kb)
      throws IOException {
    AVFrame frame = skin(640, height, kr, kb);
    frame.colorspace(colorspace);

    try (BgrConverter converter = new BgrConverter()) {
      DecodedPicture picture = converter.convert(frame, ANY, ANY);

      int pixel = height / 2 * picture.stride() + 300 * 3;
      assertThat(picture.bgr().get(pixel) & 0xff).isCloseTo(BLUE, within(5));
      assertThat(picture.bgr().get(pixel + 1) & 0xff).isCloseTo(GREEN, within(5));
      assertThat(picture.bgr().get(pixel + 2) & 0xff).isCloseTo(RED, within(5));
    } finally {
      avutil.av_frame_free(frame);
    }
  }

  @ParameterizedTest
  @CsvSource({"640, 480", "320, 240", "402, 302"})
  void followsTheSizeOfEveryFrame(int width, int height) throws IOException {
    AVFrame before = skin(400, 300, 0.299, 0.114);
    AVFrame after = skin(width, height, 0.299, 0.114);
    try (BgrConverter converter = new BgrConverter()) {
      converter.convert(before, ANY, ANY);

      DecodedPicture picture = converter.convert(after, ANY, ANY);

      ByteBuffer bgr = picture.bgr();
      assertThat(picture.width()).isEqualTo(width);
      assertThat(picture.stride()).isGreaterThanOrEqualTo(3 * width);
      assertThat(bgr.capacity()).isEqualTo(picture.stride() * height);
    } finally {
      avutil.av_frame_free(before);
      avutil.av_frame_free(after);
    }
  }

  @ParameterizedTest(name = "{0} x {1} pixels of {2}:{3} are {4} x {5} square ones")
  @CsvSource({
    "720, 576, 64, 45, 1024, 576",
    "1440, 1080, 4, 3, 1920, 1080",
    "720, 480, 8, 9, 720, 540", // enlarged the other way
    "640, 480, 1, 1, 640, 480",
    "640, 480, 0, 1, 640, 480", // unknown
    "640, 480, 1, 0, 640, 480", // invalid
    "640, 480, -4, 3, 640, 480", // invalid
    "400, 16, 100, 1, 16384, 16", // more than a frame may have
  })
  void makesPixelsSquare(int width, int height, int num, int den, int newWidth, int newHeight)
      throws IOException {
    AVFrame frame = skin(width, height, 0.299, 0.114);
    frame.colorspace(avutil.AVCOL_SPC_SMPTE170M);
    frame.sample_aspect_ratio(new AVRational().num(num).den(den));

    try (BgrConverter converter = new BgrConverter()) {
      DecodedPicture picture = converter.convert(frame, ANY, ANY);

      assertThat(picture.width()).isEqualTo(newWidth);
      assertThat(picture.height()).isEqualTo(newHeight);
      int corner = (newHeight - 1) * picture.stride() + (newWidth - 1) * 3;
      assertThat(picture.bgr().get(corner + 1) & 0xff).isCloseTo(GREEN, within(5));
    } finally {
      avutil.av_frame_free(frame);
    }
  }

  @Test
  void followsTheShapeOfThePixelsOfEveryFrame() throws IOException {
    AVFrame frame = skin(64, 48, 0.299, 0.114);
    try (BgrConverter converter = new BgrConverter()) {
      assertThat(converter.convert(frame, ANY, ANY).width()).isEqualTo(64);

      frame.sample_aspect_ratio(new AVRational().num(4).den(3));
      assertThat(converter.convert(frame, ANY, ANY).width()).isEqualTo(85);

      frame.sample_aspect_ratio(new AVRational().num(1).den(1));
      assertThat(converter.convert(frame, ANY, ANY).width()).isEqualTo(64);
    } finally {
      avutil.av_frame_free(frame);
    }
  }

  @Test
  void keepsTheFieldsOfInterlacedVideoWoven() throws IOException {
    AVFrame frame = skin(64, 48, 0.299, 0.114);
    fill(frame, 0, 1, 16);
    frame.flags(AVFrame.AV_FRAME_FLAG_INTERLACED);

    try (BgrConverter converter = new BgrConverter()) {
      DecodedPicture picture = converter.convert(frame, ANY, ANY);

      int green = 30 * 3 + 1;
      assertThat(picture.bgr().get(green) & 0xff).isLessThan(30);
      assertThat(picture.bgr().get(picture.stride() + green) & 0xff).isCloseTo(GREEN, within(5));
    } finally {
      avutil.av_frame_free(frame);
    }
  }

  @ParameterizedTest(name = "{0} x {1} pixels of {2}:1, at most {3} x {4}, are {5} x {6}")
  @CsvSource({
    "1920, 1080, 1, 2147483647, 720, 1280, 720",
    "1920, 1080, 1, 720, 2147483647, 720, 405", // of a picture that is turned afterwards
    "1280, 720, 1, 2147483647, 720, 1280, 720", // not higher
    "640, 480, 1, 2147483647, 720, 640, 480", // lower
    "1366, 768, 1, 2147483647, 361, 642, 361",
    "360, 576, 2, 2147483647, 288, 360, 288", // made square and smaller at once
    "3840, 2160, 1, 2147483647, 1, 2, 1",
    "16, 4000, 1, 2147483647, 40, 1, 40",
  })
  void scalesDownWhatIsLargerThanWanted(
      int width, int height, int shape, int maxWidth, int maxHeight, int newWidth, int newHeight)
      throws IOException {
    AVFrame frame = skin(width, height, 0.299, 0.114);
    frame.colorspace(avutil.AVCOL_SPC_SMPTE170M);
    frame.sample_aspect_ratio(new AVRational().num(shape).den(1));

    try (BgrConverter converter = new BgrConverter()) {
      DecodedPicture picture = converter.convert(frame, maxWidth, maxHeight);

      assertThat(picture.width()).isEqualTo(newWidth);
      assertThat(picture.height()).isEqualTo(newHeight);
      int corner = (newHeight - 1) * picture.stride() + (newWidth - 1) * 3;
      assertThat(picture.bgr().get(corner + 1) & 0xff).isCloseTo(GREEN, within(5));
    } finally {
      avutil.av_frame_free(frame);
    }
  }

  /** One row in two would be all black or all white, whichever was met. */
  @Test
  void averagesThePixelsThatItMakesOneOf() throws IOException {
    AVFrame frame = skin(64, 48, 0.299, 0.114);
    fill(frame, 1, 24, 128);
    fill(frame, 2, 24, 128);
    BytePointer rows = frame.data(0);
    for (int row = 0; row < 48; row++) {
      rows.position((long) row * frame.linesize(0));
      Pointer.memset(rows, row % 2 == 0 ? 16 : 235, frame.linesize(0));
    }

    try (BgrConverter converter = new BgrConverter()) {
      DecodedPicture picture = converter.convert(frame, ANY, 12);

      for (int row = 2; row < 10; row++) {
        int pixel = row * picture.stride() + 8 * 3;
        assertThat(picture.bgr().get(pixel) & 0xff).as("row " + row).isCloseTo(128, within(20));
      }
    } finally {
      avutil.av_frame_free(frame);
    }
  }

  /** Returns a picture of one colour in limited-range YCbCr with these weights of red and blue. */
  private static AVFrame skin(int width, int height, double kr, double kb) {
    double luma = kr * RED + (1 - kr - kb) * GREEN + kb * BLUE;
    double y = 16 + 219 * luma / 255;
    double cb = 128 + 224 * (BLUE - luma) / (2 * (1 - kb)) / 255;
    double cr = 128 + 224 * (RED - luma) / (2 * (1 - kr)) / 255;
    AVFrame frame = avutil.av_frame_alloc();
    frame.width(width);
    frame.height(height);
    frame.format(avutil.AV_PIX_FMT_YUV420P);
    assertThat(avutil.av_frame_get_buffer(frame, 0)).isZero();
    fill(frame, 0, height, y);
    fill(frame, 1, height / 2, cb);
    fill(frame, 2, height / 2, cr);
    return frame;
  }

  private static void fill(AVFrame frame, int plane, int rows, double value) {
    BytePointer data = frame.data(plane);
    Pointer.memset(data, (int) Math.round(value), (long) frame.linesize(plane) * rows);
  }
}
