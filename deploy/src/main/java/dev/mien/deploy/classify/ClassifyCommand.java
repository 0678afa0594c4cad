// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.classify;

import dev.mien.classifier.model.EmotionModel;
import dev.mien.deploy.options.ModelOptions;
import dev.mien.deploy.options.MtcnnOptions;
import dev.mien.deploy.options.SmoothingOption;
import dev.mien.deploy.options.SourceOptions;
import dev.mien.deploy.process.StopSignal;
import dev.mien.detector.ExtractionListener;
import dev.mien.detector.FaceDetector;
import dev.mien.detector.FaceExtractor;
import dev.mien.detector.mtcnn.Mtcnn;
import dev.mien.detector.mtcnn.MtcnnListener;
import dev.mien.detector.track.TrackerConfig;
import dev.mien.runtime.FileProblem;
import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code mien classify}. */
@Command(
    name = "classify",
    customSynopsis = "mien classify [--out <file>] [--annotate <directory>] [<options>] <path>...",
    description = "Classify the faces in pictures and videos",
    footer = {
      "",
      "Needs no Kafka. Of a folder, all pictures and videos below it are taken. A file "
          + "that cannot be read is named, the others are done all the same, and the exit "
          + "code is 1. Ctrl-C ends it after the picture in hand; what is done stays."
    })
public final class ClassifyCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "<path>",
      arity = "1..*",
      description = "pictures, videos, or folders of them")
  private List<Path> paths;

  @Option(
      names = "--out",
      paramLabel = "<file>",
      description = "write a row for every face to this .csv or .jsonl (default: lines of text)")
  private @Nullable Path out;

  @Option(
      names = "--annotate",
      paramLabel = "<directory>",
      description =
          "also write the pictures and videos with the faces drawn in, to a directory of their own:"
              + " none of the originals may lie in it")
  private @Nullable Path annotate;

  @Option(
      names = "--assume-face",
      description =
          "take every picture for one face that was cut out already; its rows say that no face was"
              + " detected")
  private boolean assumeFace;

  @Mixin private ModelOptions model;

  @Mixin private SmoothingOption smoothing;

  @Mixin private MtcnnOptions mtcnn;

  @Mixin private SourceOptions source;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    source.check();
    List<MediaFile> files = MediaFile.find(paths);
    @Nullable AnnotationFolder annotations =
        annotate == null ? null : AnnotationFolder.made(annotate, files);
    try {
      return classify(files, annotations);
    } catch (IOException e) {
      throw new StageFailure("cannot write --out " + out + ": " + FileProblem.reason(e), e);
    }
  }

  /** Throws what goes wrong with the results; what goes wrong with a file is its own affair. */
  private int classify(List<MediaFile> files, @Nullable AnnotationFolder annotations)
      throws IOException {
    PrintWriter console = spec.commandLine().getOut();
    try (StopSignal stop = StopSignal.listen();
        EmotionModel emotions = model.open(); // before the detector: DJL comes first
        FaceDetector detector = Mtcnn.open(mtcnn.config(), MtcnnListener.NONE);
        Results results = Results.to(out, emotions.metadata().classes(), console)) {
      FaceExtractor extractor =
          new FaceExtractor(detector, TrackerConfig.defaults(), ExtractionListener.NONE);
      FileClassifier classifier =
          new FileClassifier(
              new PictureClassifier(extractor, emotions, assumeFace),
              new VideoClassifier(extractor, emotions, smoothing.halfLife()),
              source,
              results,
              annotations,
              isOver(stop, console));
      int failed = classifier.classify(files, spec.commandLine().getErr());
      results.flush(); // before anybody hears that it was written
      if (out != null) {
        say(
            "%s in %s, written to %s",
            count(classifier.faces(), "face"), count(classifier.files(), "file"), out);
      }
      if (isUnread(console)) {
        throw new StageFailure("nobody takes the lines any more; --out writes them to a file");
      }
      return stop.wished() ? StopSignal.EXIT_CODE : Math.min(failed, 1);
    }
  }

  /** Who reads the lines may have seen enough, too: {@code mien classify film.mp4 | head}. */
  private BooleanSupplier isOver(StopSignal stop, PrintWriter console) {
    return () -> stop.wished() || (annotate == null && isUnread(console));
  }

  private boolean isUnread(PrintWriter console) {
    return out == null && console.checkError();
  }

  private void say(String format, Object... values) {
    spec.commandLine().getOut().println(String.format(Locale.ROOT, format, values));
    spec.commandLine().getOut().flush();
  }

  private static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
