// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mien.events.Frame;
import dev.mien.ingest.video.VideoDecoder;
import dev.mien.runtime.StageFailure;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoSourceIT {

  @TempDir Path folder;

  @Test
  void readsEveryFrameOfAVideo() throws IOException {
    List<CapturedFrame> frames = read(config(TestVideo.face(folder)));

    assertThat(frames).hasSize(50);
    assertThat(frames.get(49).frame().number()).isEqualTo(49);
    assertThat(frames.get(49).frame().positionMicros()).isEqualTo(49 * 40_000);
    assertThat(frames).allSatisfy(frame -> assertThat(frame.frame().camera()).isEqualTo("cam"));
    BufferedImage picture = TestVideo.decoded(frames.get(0).jpeg());
    assertThat(picture.getWidth()).isEqualTo(frames.get(0).frame().width()).isEqualTo(400);
    assertThat(picture.getHeight()).isEqualTo(frames.get(0).frame().height()).isEqualTo(300);
  }

  @Test
  @Timeout(60)
  void opensWhileAnotherHangs() throws Exception {
    Path file = TestVideo.face(folder);
    CompletableFuture<Void> hanging;
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      VideoDecoder hangs =
          new VideoDecoder("http://127.0.0.1:" + silent.getLocalPort() + "/a", true);
      hanging =
          CompletableFuture.runAsync(
              () -> assertThatThrownBy(() -> hangs.open(Map.of())).isInstanceOf(IOException.class));
      try (Socket asked = silent.accept()) {
        assertThat(asked.getInputStream().read()).as("it waits for an answer").isEqualTo('G');

        assertThat(read(config(file))).hasSize(50);

        assertThat(hanging).isNotDone();
      }
    }
    hanging.get();
  }

  @Test
  void givesTheSameFramesEveryTime() throws IOException {
    Path file = TestVideo.face(folder);

    List<CapturedFrame> again = read(config(file).withMaxFps(10));

    assertThat(again).hasSize(20);
    assertThat(read(config(file).withMaxFps(10)))
        .extracting(CapturedFrame::jpeg)
        .containsExactlyElementsOf(again.stream().map(CapturedFrame::jpeg).toList());
  }

  @Test
  void showsInEveryPictureItsOwnFrame() throws IOException {
    Path file = TestVideo.shades(folder.resolve("shades.mkv"), 50);

    List<CapturedFrame> frames = read(config(file));

    assertThat(frames).hasSize(50);
    for (CapturedFrame frame : frames) {
      int shade = TestVideo.shade(frame.frame().number());
      assertThat(TestVideo.middle(frame.jpeg())).isCloseTo(shade, within(1));
    }
  }

  @Test
  void readsInterlacedVideo() throws IOException {
    Path file = TestVideo.television(folder.resolve("tv.mpg"), "mpeg2video", 10);

    List<CapturedFrame> frames = read(config(file));

    assertThat(frames).hasSize(10);
    assertThat(TestVideo.middle(frames.get(9).jpeg())).isCloseTo(TestVideo.shade(9), within(5));
  }

  @ParameterizedTest
  @CsvSource({"codec.mpg, mpeg2video", "container.mkv, ffvhuff"})
  void makesPixelsSquareWhoeverStatesTheirShape(String name, String codec) throws IOException {
    Path file = TestVideo.television(folder.resolve(name), codec, 10);

    CapturedFrame frame = read(config(file)).get(9);

    BufferedImage picture = TestVideo.decoded(frame.jpeg());
    assertThat(picture.getWidth()).isEqualTo(frame.frame().width()).isEqualTo(85);
    assertThat(picture.getHeight()).isEqualTo(frame.frame().height()).isEqualTo(48);
  }

  @Test
  void turnsWhatIsToBeShownTurned() throws IOException {
    CapturedFrame lying = read(config(TestVideo.face(folder))).get(0);
    CapturedFrame standing =
        read(config(TestVideo.turned(TestVideo.face(Files.createTempDirectory(folder, "turned")))))
            .get(0);

    BufferedImage whole = TestVideo.decoded(lying.jpeg());
    BufferedImage turned = TestVideo.decoded(standing.jpeg());
    assertThat(turned.getWidth()).isEqualTo(standing.frame().width()).isEqualTo(300);
    assertThat(turned.getHeight()).isEqualTo(standing.frame().height()).isEqualTo(400);
    for (int x = 5; x < 400; x += 10) { // a quarter to the right: the left column is on top
      assertThat(turned.getRGB(299 - 100, x) >> 8 & 0xff)
          .isCloseTo(whole.getRGB(x, 100) >> 8 & 0xff, within(12));
    }
  }

  @Test
  void followsAVideoThatChangesItsSize() throws IOException {
    Path small = TestVideo.shades(folder.resolve("small.mjpeg"), 3);
    Path large = TestVideo.noise(folder.resolve("large.mjpeg"), 128, 96, 2);
    Files.write(small, Files.readAllBytes(large), StandardOpenOption.APPEND);

    List<CapturedFrame> frames = read(config(small));

    assertThat(frames)
        .extracting(frame -> frame.frame().width() + "x" + frame.frame().height())
        .containsExactly("64x48", "64x48", "64x48", "128x96", "128x96");
    assertThat(TestVideo.decoded(frames.get(4).jpeg()).getWidth()).isEqualTo(128);
  }

  @Test
  void keepsTheTimesOfAVariableFrameRate() throws IOException {
    long[] times = {0, 40_000, 320_000, 360_000, 1_520_000};
    Path file = TestVideo.shades(folder.resolve("vfr.mkv"), times.length, i -> times[(int) i]);

    List<CapturedFrame> frames = read(config(file));

    assertThat(frames)
        .extracting(frame -> frame.frame().positionMicros())
        .containsExactlyElementsOf(Arrays.stream(times).boxed().toList());
  }

  @Test
  void takesTimesFromTheRateWhereThereAreNone() throws IOException {
    Path file = TestVideo.shades(folder.resolve("bare.mjpeg"), 5);

    List<CapturedFrame> frames = read(config(file));

    assertThat(frames)
        .extracting(frame -> frame.frame().positionMicros())
        .containsExactly(0L, 40_000L, 80_000L, 120_000L, 160_000L);
  }

  @Test
  void takesTimesOfACameraWithoutAnyFromTheArrival() throws IOException {
    Path file = TestVideo.shades(folder.resolve("shades.mkv"), 20);
    List<Jpeg> pictures = read(config(file)).stream().map(CapturedFrame::jpeg).toList();
    List<CapturedFrame> frames = new ArrayList<>();
    List<Long> readNanos = new ArrayList<>();
    try (MjpegServer camera = new MjpegServer(pictures, 100);
        VideoSource source =
            new VideoSource(IngestConfig.of(new Source(camera.address()), "cam"))) {
      source.open();
      for (CapturedFrame frame = source.read(); frame != null; frame = source.read()) {
        readNanos.add(System.nanoTime());
        frames.add(frame);
      }

      assertThat(frames).hasSize(20);
      for (int i = 1; i < 20; i++) {
        // Each arrived after it was sent, and before it was read.
        assertThat(frames.get(i).frame().positionMicros())
            .isGreaterThanOrEqualTo((camera.sentNanos(i) - readNanos.get(0)) / 1000)
            .isLessThanOrEqualTo((readNanos.get(i) - camera.sentNanos(0)) / 1000 + 1);
      }
    }
  }

  @Test
  void thinsOutByPositionAndNumbersWhatIsKept() throws IOException {
    Path file = TestVideo.shades(folder.resolve("shades.mkv"), 50);

    List<CapturedFrame> frames = read(config(file).withMaxFps(5));

    assertThat(frames)
        .extracting(frame -> frame.frame().positionMicros() / 1000)
        .containsExactly(0L, 200L, 400L, 600L, 800L, 1000L, 1200L, 1400L, 1600L, 1800L);
    assertThat(frames).last().extracting(frame -> frame.frame().number()).isEqualTo(9L);
  }

  @Test
  void estimatesHowManyFramesThereAre() throws IOException {
    try (VideoSource source = new VideoSource(config(TestVideo.face(folder)).withMaxFps(5))) {
      source.open();

      assertThat(source.frames()).hasValue(10);
      assertThat(source.frameRate()).hasValue(5);
    }
  }

  @Test
  void readsNumberedPictures() throws IOException {
    Path pictures = TestVideo.shades(folder.resolve("picture%02d.jpg"), 3);

    List<CapturedFrame> frames = read(config(pictures));

    assertThat(folder.resolve("picture03.jpg")).exists();
    assertThat(frames)
        .extracting(CapturedFrame::frame)
        .extracting(Frame::number)
        .containsExactly(0L, 1L, 2L);
    for (CapturedFrame frame : frames) {
      int shade = TestVideo.shade(frame.frame().number());
      assertThat(TestVideo.middle(frame.jpeg())).isCloseTo(shade, within(1));
    }
  }

  @Test
  void readsNumberedPicturesFromTheFirstOneOn() throws IOException {
    Path pictures = TestVideo.shades(folder.resolve("picture%02d.jpg"), 3);
    for (int number = 1; number <= 3; number++) {
      Path picture = folder.resolve("picture0" + number + ".jpg");
      Files.move(picture, folder.resolve("picture4" + number + ".jpg"));
    }

    assertThat(read(config(pictures))).hasSize(3);

    Files.delete(folder.resolve("picture42.jpg"));
    assertThatThrownBy(() -> read(config(pictures)))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("number 42 is missing");
  }

  /** Of the picture as it lies in the file, the half that belongs above is white. */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, 64, 24", "2, 0, 0, 64, 24", "3, 0, 24, 64, 24", "4, 0, 24, 64, 24",
    "5, 0, 0, 32, 48", "6, 0, 0, 32, 48", "7, 32, 0, 32, 48", "8, 32, 0, 32, 48"
  })
  void turnsAPictureAsItsExifOrientationSays(int orientation, int x, int y, int width, int height)
      throws IOException {
    BufferedImage stored = new BufferedImage(64, 48, BufferedImage.TYPE_3BYTE_BGR);
    int[] white = IntStream.generate(() -> 255).limit(3L * width * height).toArray();
    stored.getRaster().setPixels(x, y, width, height, white);
    Path file = folder.resolve("stored.jpg");
    Files.write(file, TestVideo.turned(stored, orientation));

    BufferedImage upright = TestVideo.decoded(read(config(file)).get(0).jpeg());

    boolean lies = orientation > 4;
    assertThat(upright.getWidth()).isEqualTo(lies ? 48 : 64);
    assertThat(upright.getHeight()).isEqualTo(lies ? 64 : 48);
    assertThat(upright.getRGB(24, 10) & 0xff).as("above").isGreaterThan(240);
    assertThat(upright.getRGB(24, upright.getHeight() - 10) & 0xff).as("below").isLessThan(15);
  }

  @ParameterizedTest
  @CsvSource({"150, 200, 150", "299, 399, 299", "300, 400, 300", "2160, 400, 300"})
  void scalesDownWhatIsHigherThanWanted(int maxHeight, int width, int height) throws IOException {
    CapturedFrame frame =
        read(config(TestVideo.face(folder)).withMaxHeight(maxHeight).withMaxFps(1)).get(1);

    BufferedImage picture = TestVideo.decoded(frame.jpeg());
    assertThat(picture.getWidth()).isEqualTo(frame.frame().width()).isEqualTo(width);
    assertThat(picture.getHeight()).isEqualTo(frame.frame().height()).isEqualTo(height);
  }

  @Test
  void showsTheSamePictureScaledDown() throws IOException {
    IngestConfig config = config(TestVideo.face(folder)).withMaxFps(1);
    BufferedImage whole = TestVideo.decoded(read(config).get(0).jpeg());

    BufferedImage half = TestVideo.decoded(read(config.withMaxHeight(150)).get(0).jpeg());

    double difference = 0;
    for (int x = 0; x < 200; x++) {
      for (int y = 0; y < 150; y++) {
        int mean = 0;
        for (int of = 0; of < 4; of++) {
          mean += (whole.getRGB(2 * x + of % 2, 2 * y + of / 2) >> 8 & 0xff) / 4;
        }
        difference += Math.abs(mean - (half.getRGB(x, y) >> 8 & 0xff));
      }
    }
    assertThat(difference / (200 * 150)).as("mean difference of a pixel").isLessThan(4);
  }

  @Test
  void limitsTheHeightThatATurnedVideoIsSeenWith() throws IOException {
    IngestConfig standing = config(TestVideo.turned(TestVideo.face(folder)));

    Frame frame = read(standing.withMaxHeight(200)).get(0).frame();

    assertThat(frame.width()).isEqualTo(150);
    assertThat(frame.height()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"1, 43, 32", "3, 43, 32", "6, 24, 32", "8, 24, 32"})
  void limitsTheHeightThatAPictureIsSeenWith(int orientation, int width, int height)
      throws IOException {
    BufferedImage stored = new BufferedImage(64, 48, BufferedImage.TYPE_3BYTE_BGR);
    Path file = Files.write(folder.resolve("stored.jpg"), TestVideo.turned(stored, orientation));

    BufferedImage upright = TestVideo.decoded(read(config(file).withMaxHeight(32)).get(0).jpeg());

    assertThat(upright.getWidth()).isEqualTo(width);
    assertThat(upright.getHeight()).isEqualTo(height);
  }

  @Test
  void goesOnAfterDamage() throws IOException {
    Path file = damaged(TestVideo.face(folder));

    List<CapturedFrame> frames = read(config(file));

    assertThat(frames).hasSizeBetween(10, 49);
    assertThat(frames.get(frames.size() - 1).frame().positionMicros())
        .as("the end, behind the damage")
        .isGreaterThan(1_900_000);
  }

  @Test
  void countsWhatDamageTook() throws IOException {
    Path file = damaged(TestVideo.face(folder));

    try (VideoDecoder decoder = decoded(file)) {
      assertThat(decoder.lost()).isEqualTo(50 - read(config(file)).size());
    }
  }

  @Test
  void missesNothingInAFileThatIsWhole() throws IOException {
    try (VideoDecoder decoder = decoded(TestVideo.face(folder))) {
      assertThat(decoder.lost() + decoder.damaged() + decoder.missingMicros()).isZero();
    }
  }

  @Test
  void readsACutOffFileAsFarAsItGoes() throws IOException {
    Path file = TestVideo.shades(folder.resolve("cut.mkv"), 50);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) (Files.size(file) / 3)));

    try (VideoDecoder decoder = decoded(file)) {
      assertThat(decoder.positionMicros()).isBetween(200_000L, 1_000_000L);
      assertThat(decoder.missingMicros()).isEqualTo(2_000_000 - decoder.positionMicros());
    }
  }

  @Test
  void namesAMissingFile() {
    assertThatOpening("nowhere.mp4")
        .hasMessageContaining("no file 'nowhere.mp4' at /")
        .hasMessageContaining("check the path");
  }

  @Test
  void namesAMissingCamera() {
    assertThatOpening("/dev/video77").hasMessageContaining("no device /dev/video77");
  }

  @Test
  void namesAFolder() {
    assertThatOpening(folder.toString()).hasMessageContaining("is a folder");
  }

  @Test
  void namesAnEmptyFile() throws IOException {
    assertThatOpening(Files.createFile(folder.resolve("empty.mp4")).toString())
        .hasMessageContaining("is empty (0 bytes)");
  }

  @Test
  void namesAFileThatIsNoVideo() throws IOException {
    assertThatOpening(Files.writeString(folder.resolve("notes.mp4"), "no video").toString())
        .hasMessageContaining("notes.mp4': Invalid data found when processing input; check that");
  }

  @Test
  void namesAVideoOfWhichNothingCanBeDecoded() throws IOException {
    Path file = TestVideo.face(folder);
    byte[] bytes = Files.readAllBytes(file);
    int pictures = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("mdat") + 4;
    Arrays.fill(bytes, pictures, bytes.length, (byte) 0);
    Files.write(file, bytes);

    assertThatOpening(file.toString())
        .hasMessageContaining("after 0 ms: it ended before the first frame");
  }

  @Test
  void namesAVideoWithTooManyPixelsWhenItIsOpened() throws IOException {
    Path file = TestVideo.noise(folder.resolve("wide.mkv"), 16_400, 16, 1);

    try (VideoSource source =
        new VideoSource(IngestConfig.of(new Source(file.toString()), "camera"))) {
      assertThatThrownBy(source::open)
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining("wide.mkv': its pictures have 16400 x 16 pixels, expected 16384");
    }
  }

  @Test
  void namesAFileWithSoundOnly() throws IOException {
    assertThatOpening(TestVideo.silence(folder.resolve("sound.wav")).toString())
        .hasMessageContaining("it has no video stream");
  }

  @Test
  void namesAnAddressThatRefusesButNotItsPassword() {
    assertThatOpening("rtsp://admin:s3cret@127.0.0.1:1/stream")
        .hasMessageContaining("rtsp://admin:***@127.0.0.1:1/stream': ")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void givesOptionsToWhatReadsTheSource() throws IOException {
    List<Jpeg> pictures = List.of(read(config(TestVideo.face(folder))).get(0).jpeg());
    // One of HTTP, one of the TCP that carries it, one of the format, one of all formats.
    Map<String, String> options =
        Map.of(
            "user_agent",
            "mien",
            "timeout",
            "60000000",
            "strict_mime_boundary",
            "1",
            "probesize",
            "5000");
    try (MjpegServer camera = new MjpegServer(pictures, 0)) {

      assertThat(read(IngestConfig.of(new Source(camera.address(), options), "cam"))).hasSize(1);

      assertThat(camera.userAgent()).isEqualTo("mien");
    }
  }

  @Test
  void anOptionWinsOverMiensOwn() throws IOException {
    Path pictures = TestVideo.shades(folder.resolve("picture%02d.jpg"), 3);
    Source lastTwo = new Source(pictures.toString(), Map.of("start_number", "2"));

    assertThat(read(IngestConfig.of(lastTwo, "cam"))).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"'', RTP/AVP/TCP", "udp, RTP/AVP/UDP"})
  void asksForAnotherTransportIfItIsToldTo(String option, String transport) throws IOException {
    Map<String, String> options = option.isEmpty() ? Map.of() : Map.of("rtsp_transport", option);
    try (RtspServer camera = new RtspServer()) {

      assertThatOpening(new Source(camera.address(), options))
          .hasMessageContaining(camera.address());

      assertThat(camera.transports()).isNotEmpty().allMatch(asked -> asked.startsWith(transport));
    }
  }

  @Test
  void namesTheOptionsThatALiveSourceHasNoUseForButNotTheirValues() throws IOException {
    List<Jpeg> pictures = List.of(read(config(TestVideo.face(folder))).get(0).jpeg());
    Map<String, String> options =
        Map.of("user_agent", "mien", "video_size", "s3cret", "rtmp_pageurl", "s3cret");
    try (MjpegServer camera = new MjpegServer(pictures, 0);
        VideoSource source =
            new VideoSource(IngestConfig.of(new Source(camera.address(), options), "cam"))) {

      assertThatThrownBy(source::open)
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining("no use for the options rtmp_pageurl, video_size there")
          .hasMessageNotContaining("s3cret");
    }
  }

  @ParameterizedTest
  @CsvSource({"timeout", "user_agent", "start_number", "rtsp_transport"})
  void namesAnOptionThatAFileHasNoUseFor(String option) throws IOException {
    String file = TestVideo.face(folder).toString();

    assertThatOpening(new Source(file, Map.of(option, "1")))
        .hasMessageContaining("face.mp4' as wished: FFmpeg has no use for the options " + option);
  }

  @Test
  void namesTheOptionsButNotTheirValuesWhereOneMayNotFit() throws IOException {
    String file = TestVideo.face(folder).toString();

    assertThatOpening(new Source(file, Map.of("probesize", "s3cret")))
        .hasMessageEndingWith("; check the FFmpeg options as well: probesize")
        .hasMessageNotContaining("s3cret");
  }

  private static AbstractThrowableAssert<?, ?> assertThatOpening(String address) {
    return assertThatOpening(new Source(address));
  }

  private static AbstractThrowableAssert<?, ?> assertThatOpening(Source source) {
    ThrowingCallable open = () -> read(IngestConfig.of(source, "cam"));
    return assertThatThrownBy(open).isInstanceOf(StageFailure.class);
  }

  private static Path damaged(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, bytes.length / 2, bytes.length * 3 / 4, (byte) 0);
    return Files.write(file, bytes);
  }

  /** Returns a decoder at the end of the file. */
  private static VideoDecoder decoded(Path file) throws IOException {
    VideoDecoder decoder = new VideoDecoder(new Source(file.toString()).input(), false);
    decoder.open(Map.of());
    boolean more = true;
    while (more) {
      more = decoder.next();
    }
    return decoder;
  }

  private static IngestConfig config(Path file) {
    return IngestConfig.of(new Source(file.toString()), "cam");
  }

  private static List<CapturedFrame> read(IngestConfig config) {
    List<CapturedFrame> frames = new ArrayList<>();
    try (VideoSource source = new VideoSource(config)) {
      source.open();
      for (CapturedFrame frame = source.read(); frame != null; frame = source.read()) {
        frames.add(frame);
      }
    }
    return frames;
  }
}
