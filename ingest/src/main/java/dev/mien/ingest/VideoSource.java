// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.mien.events.EpochMicros;
import dev.mien.events.Frame;
import dev.mien.ingest.jpeg.JpegEncoder;
import dev.mien.ingest.video.DecodedPicture;
import dev.mien.ingest.video.VideoDecoder;
import dev.mien.runtime.StageFailure;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The frames of a video file, numbered pictures, a stream or a camera, through FFmpeg: upright,
 * thinned out to {@link IngestConfig#maxFps}, scaled down to {@link IngestConfig#maxHeight},
 * encoded as JPEG. The same file gives the same positions and bytes every time. Loop and queue of
 * the configuration do not matter here.
 *
 * <p>A damaged file goes on with the next frame that FFmpeg can decode; at its end the log says how
 * many are missing.
 */
public final class VideoSource implements FrameSource {

  private static final Logger LOG = LoggerFactory.getLogger(VideoSource.class);

  private static final long SOUND_MAY_BE_LONGER_MICROS = 1_000_000;

  private final Source source;
  private final String camera;
  private final IngestMetrics metrics;
  private final VideoDecoder decoder;
  private final JpegEncoder encoder;
  private final FpsCap cap;
  private final int maxHeight;

  private long number;

  /** Reads what the configuration names; nothing is opened yet. */
  public VideoSource(IngestConfig config) {
    this(config, new IngestMetrics(new SimpleMeterRegistry(), config.camera()));
  }

  VideoSource(IngestConfig config, IngestMetrics metrics) {
    source = config.source();
    camera = config.camera();
    this.metrics = metrics;
    decoder = new VideoDecoder(source.input(), config.reconnects());
    encoder = new JpegEncoder(config.jpegQuality());
    cap = new FpsCap(config.maxFps());
    maxHeight = config.maxHeight();
  }

  @Override
  public void open() {
    SourceProblem.check(source);
    try {
      decoder.open(options());
      // Now, since a live source that only fails later is opened again.
      SourceProblem.checkUse(source, decoder.withoutUse(source.options().keySet()));
      SourceProblem.checkSize(source, decoder.width(), decoder.height());
    } catch (IOException e) {
      decoder.close();
      throw SourceProblem.opening(source, e);
    } catch (StageFailure e) {
      decoder.close();
      throw e;
    }
  }

  private Map<String, String> options() {
    Map<String, String> options = new HashMap<>();
    if (source.numbered()) {
      options.putAll(NumberedPictures.of(source.path()).options());
    }
    options.putAll(source.options());
    return options;
  }

  @Override
  public @Nullable CapturedFrame read() {
    try {
      while (next()) {
        long capturedMicros = EpochMicros.now();
        if (cap.keeps(decoder.positionMicros())) {
          return encoded(capturedMicros);
        }
      }
    } catch (IOException e) {
      throw SourceProblem.reading(source, decoder.positionMicros(), e);
    }
    reportLoss();
    return null;
  }

  private boolean next() throws IOException {
    long start = System.nanoTime();
    boolean more = decoder.next();
    metrics.decode().record(System.nanoTime() - start, NANOSECONDS);
    return more;
  }

  private CapturedFrame encoded(long capturedMicros) throws IOException {
    long start = System.nanoTime();
    int quarterTurns = decoder.quarterTurns();
    DecodedPicture picture = decoder.picture(maxHeight);
    int width = quarterTurns % 2 == 0 ? picture.width() : picture.height();
    int height = quarterTurns % 2 == 0 ? picture.height() : picture.width();
    SourceProblem.checkSize(source, width, height); // which the encoder may not survive
    Frame frame =
        new Frame(camera, number, capturedMicros, decoder.positionMicros(), width, height);
    byte[] jpeg =
        encoder.encode(
            picture.bgr(), picture.width(), picture.height(), picture.stride(), quarterTurns);
    number++;
    metrics.encode().record(System.nanoTime() - start, NANOSECONDS);
    return new CapturedFrame(frame, new Jpeg(jpeg));
  }

  private void reportLoss() {
    if (decoder.lost() > 0 || decoder.damaged() > 0) {
      LOG.warn(
          "{} is damaged: {} of its frames could not be decoded, {} could only be repaired",
          source,
          decoder.lost(),
          decoder.damaged());
    }
    if (decoder.missingMicros() > SOUND_MAY_BE_LONGER_MICROS) {
      LOG.warn(
          "{} ends {} ms before the end that it states: it may have been cut off",
          source,
          decoder.missingMicros() / 1000);
    }
  }

  /** Returns the number of frames after the cap of the frame rate, exact only without a cap. */
  @Override
  public OptionalLong frames() {
    OptionalDouble rate = frameRate();
    OptionalLong all = decoder.frames();
    if (all.isEmpty() || decoder.frameRate().isEmpty()) {
      return all;
    }
    double kept = rate.orElseThrow() / decoder.frameRate().orElseThrow();
    return OptionalLong.of(Math.max(1, Math.round(all.getAsLong() * kept)));
  }

  @Override
  public OptionalDouble frameRate() {
    OptionalDouble rate = decoder.frameRate();
    return rate.isPresent() ? OptionalDouble.of(cap.limit(rate.getAsDouble())) : rate;
  }

  @Override
  public void close() {
    decoder.close();
  }
}
