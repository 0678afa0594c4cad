// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.classify;

import dev.mien.deploy.annotate.AnnotatedVideo;
import dev.mien.deploy.options.SourceOptions;
import dev.mien.deploy.progress.Bars;
import dev.mien.events.BadRecord;
import dev.mien.events.Emotion;
import dev.mien.ingest.FrameSource;
import dev.mien.ingest.IngestConfig;
import dev.mien.ingest.Source;
import dev.mien.ingest.VideoSource;
import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Classifies files one after the other and writes down what is in them. For one thread. */
final class FileClassifier {

  private static final Logger LOG = LoggerFactory.getLogger(FileClassifier.class);

  private static final String ALL_OTHERS = "[^A-Za-z0-9._-]";

  private final PictureClassifier pictures;
  private final VideoClassifier videos;
  private final SourceOptions options;
  private final Results results;
  private final @Nullable AnnotationFolder annotations;
  private final BooleanSupplier stopped;
  private long faces;
  private int files;

  FileClassifier(
      PictureClassifier pictures,
      VideoClassifier videos,
      SourceOptions options,
      Results results,
      @Nullable AnnotationFolder annotations,
      BooleanSupplier stopped) {
    this.pictures = pictures;
    this.videos = videos;
    this.options = options;
    this.results = results;
    this.annotations = annotations;
    this.stopped = stopped;
  }

  /**
   * Classifies all files, and goes on where one cannot be read or makes Mien fail; after the
   * picture in hand, it ends where that is wished.
   *
   * @param complaints gets a line for each of those
   * @return how many there were
   * @throws IOException if the results cannot be written
   */
  int classify(List<MediaFile> files, PrintWriter complaints) throws IOException {
    int failed = 0;
    try (ProgressBar bar = Bars.of("classify", files.size())) {
      for (MediaFile file : files) {
        if (stopped.getAsBoolean()) {
          break;
        }
        try {
          classify(file, bar);
          this.files++;
        } catch (BadRecord | StageFailure e) {
          complain(complaints, file, e.getMessage());
          failed++;
        } catch (RuntimeException e) {
          LOG.debug("{}", file.path(), e);
          complain(complaints, file, "an error of mien, see MIEN_LOG_LEVEL=DEBUG: " + e);
          failed++;
        }
      }
    }
    return failed;
  }

  private static void complain(PrintWriter complaints, MediaFile file, @Nullable String why) {
    complaints.println("mien: " + file.path() + ": " + why);
    complaints.flush();
  }

  long faces() {
    return faces;
  }

  /** Returns how many files were read. */
  int files() {
    return files;
  }

  private void classify(MediaFile file, ProgressBar bar) throws IOException, BadRecord {
    bar.setExtraMessage(file.path().getFileName().toString());
    switch (file.kind()) {
      case PICTURE -> {
        picture(file.path());
        bar.step();
      }
      case VIDEO -> video(file.path(), bar);
      case UNREADABLE ->
          throw new StageFailure(
              "cannot be read: check its owner and mode, and where a link leads");
      case TILED -> throw new StageFailure("HEIC and AVIF cannot be read, convert it to JPEG");
    }
  }

  private void picture(Path file) throws IOException, BadRecord {
    List<Emotion> emotions = pictures.classify(file, camera(file));
    write(file, !pictures.assumeFace(), emotions);
    if (annotations != null) {
      annotations.write(file, emotions);
    }
  }

  private void video(Path file, ProgressBar bar) throws IOException {
    IngestConfig config =
        options.applyTo(IngestConfig.of(new Source(file.toString()), camera(file)));
    try (FrameSource source = new VideoSource(config)) {
      source.open();
      expectFrames(bar, source.frames());
      try (@Nullable AnnotatedVideo video = annotations == null ? null : annotations.video(file)) {
        videos.classify(
            source,
            stopped,
            (jpeg, position, emotions) -> {
              write(file, true, emotions);
              if (video != null) {
                video.write(jpeg, position, emotions);
              }
              bar.step();
            });
      }
    }
  }

  /** The file was one step; now it is a video of so many frames, each a step. */
  private static void expectFrames(ProgressBar bar, OptionalLong frames) {
    bar.maxHint(bar.getMax() - 1 + frames.orElse(1));
  }

  private void write(Path file, boolean detected, List<Emotion> emotions) throws IOException {
    for (Emotion emotion : emotions) {
      results.add(new FileEmotion(file.toString(), detected, emotion));
      faces++;
    }
  }

  /** The name of a file is more than a camera id allows. */
  private static String camera(Path file) {
    String name = file.getFileName().toString().replaceAll(ALL_OTHERS, "-");
    String id = Character.isLetterOrDigit(name.charAt(0)) ? name : "f" + name;
    return id.substring(0, Math.min(id.length(), 100));
  }
}
