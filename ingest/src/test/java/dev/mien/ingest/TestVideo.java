// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;

/** Videos made for tests, and what is in their pictures. */
public final class TestVideo {

  private TestVideo() {}

  /** Copies two seconds of a face: 50 frames of 400 x 300, H.264 with B frames, 25 frames/s. */
  public static Path face(Path folder) throws IOException {
    Path file = folder.resolve("face.mp4");
    try (InputStream clip = TestVideo.class.getResourceAsStream("face.mp4")) {
      Files.copy(Objects.requireNonNull(clip), file);
    }
    return file;
  }

  /** Has an MP4 file shown turned a quarter to the right, by the matrix in the track's header. */
  static Path turned(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int matrix = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("tkhd") + 44;
    int one = 1 << 16;
    IntBuffer numbers = ByteBuffer.wrap(bytes, matrix, 36).slice().asIntBuffer();
    numbers.put(new int[] {0, one, 0, -one, 0, 0, 0, 0, 1 << 30});
    return Files.write(file, bytes);
  }

  /** Writes frames whose shade of grey is {@link #shade their number}, 64 x 48, 25 frames/s. */
  public static Path shades(Path file, int frames) throws IOException {
    return shades(file, frames, number -> number * 40_000);
  }

  /** Writes such frames at the given positions in microseconds. */
  static Path shades(Path file, int frames, LongUnaryOperator positions) throws IOException {
    try (FFmpegFrameRecorder recorder = recorder(file, 64, 48)) {
      for (int number = 0; number < frames; number++) {
        recorder.setTimestamp(positions.applyAsLong(number));
        recorder.record(picture(64, 48, new Random(), shade(number), 1));
      }
    }
    return file;
  }

  /** Writes such frames as television does: of two fields each, and to be shown a third wider. */
  static Path television(Path file, String codec, int frames) throws IOException {
    try (FFmpegFrameRecorder recorder = prepared(file, 64, 48)) {
      recorder.setVideoCodecName(codec);
      recorder.setPixelFormat(AV_PIX_FMT_YUV420P);
      recorder.setAspectRatio(4 / 3.0);
      recorder.setVideoOption("flags", "+ildct+ilme");
      recorder.start();
      for (int number = 0; number < frames; number++) {
        recorder.record(picture(64, 48, new Random(), shade(number), 1));
      }
    }
    return file;
  }

  /** Writes frames of pure noise, which no encoder makes small. */
  static Path noise(Path file, int width, int height, int frames) throws IOException {
    Random random = new Random(1);
    try (FFmpegFrameRecorder recorder = recorder(file, width, height)) {
      for (int number = 0; number < frames; number++) {
        recorder.record(picture(width, height, random, 0, 256));
      }
    }
    return file;
  }

  /** Writes half a second of sound without a picture. */
  static Path silence(Path file) throws IOException {
    AudioFormat format = new AudioFormat(8_000, 16, 1, true, false);
    byte[] samples = new byte[8_000];
    AudioInputStream sound =
        new AudioInputStream(new ByteArrayInputStream(samples), format, samples.length / 2);
    AudioSystem.write(sound, AudioFileFormat.Type.WAVE, file.toFile());
    return file;
  }

  private static FFmpegFrameRecorder recorder(Path file, int width, int height) throws IOException {
    FFmpegFrameRecorder recorder = prepared(file, width, height);
    recorder.setVideoCodec(AV_CODEC_ID_MJPEG);
    recorder.setPixelFormat(AV_PIX_FMT_YUVJ420P);
    recorder.start();
    return recorder;
  }

  private static FFmpegFrameRecorder prepared(Path file, int width, int height) {
    avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), width, height, 0);
    recorder.setFrameRate(25);
    recorder.setVideoOption("qmin", "1");
    recorder.setVideoQuality(1);
    return recorder;
  }

  private static Frame picture(int width, int height, Random random, int base, int spread) {
    Frame frame = new Frame(width, height, Frame.DEPTH_UBYTE, 3);
    byte[] bytes = new byte[frame.image[0].capacity()];
    random.nextBytes(bytes);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (base + (bytes[i] & 0xff) % spread);
    }
    ((ByteBuffer) frame.image[0]).put(bytes).rewind();
    return frame;
  }

  /** Returns a JPEG that has an EXIF orientation: 6 is to be turned clockwise. */
  static byte[] turned(BufferedImage picture, int orientation) throws IOException {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(picture, "jpg", jpeg);
    byte[] exif = // a segment of 34 bytes, a directory of one entry
        HexFormat.of()
            .parseHex(
                "ffe10022457869660000 4d4d002a00000008 0001 0112000300000001%04x0000 00000000"
                    .formatted(orientation)
                    .replace(" ", ""));
    ByteBuffer file = ByteBuffer.allocate(jpeg.size() + exif.length);
    file.put(jpeg.toByteArray(), 0, 2).put(exif).put(jpeg.toByteArray(), 2, jpeg.size() - 2);
    return file.array();
  }

  /** Returns the grey that frame number has, distinct for up to 50 frames. */
  static int shade(long number) {
    return (int) (10 + number * 4);
  }

  /** Returns the green of the pixel in the middle. */
  static int middle(Jpeg jpeg) throws IOException {
    BufferedImage picture = decoded(jpeg);
    return picture.getRGB(picture.getWidth() / 2, picture.getHeight() / 2) >> 8 & 0xff;
  }

  static BufferedImage decoded(Jpeg jpeg) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(jpeg.bytes()));
  }
}
