// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.train;

import dev.mien.deploy.progress.Bars;
import dev.mien.trainer.run.EpochResult;
import dev.mien.trainer.run.RunListener;
import dev.mien.trainer.run.TrainConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/**
 * Tells how a run goes on: a bar on a terminal, a line now and then elsewhere, and a line for each
 * epoch.
 */
final class TrainProgress implements RunListener, AutoCloseable {

  private static final long LINE_NANOS = Duration.ofSeconds(15).toNanos();

  private final PrintWriter out;
  private final TrainConfig config;
  private long last = System.nanoTime();
  private @Nullable ProgressBar bar;

  TrainProgress(PrintWriter out, TrainConfig config) {
    this.out = out;
    this.config = config;
  }

  /** Says what the run begins with. */
  void begin(String summary) {
    print("%s", summary);
  }

  @Override
  public void waits(Path file) {
    print("another process stores what the frozen stages give in %s: waiting for it", file);
  }

  @Override
  public void stored(int pictures, int all) {
    if (Bars.isTerminal()) {
      bar("frozen stages", all).stepTo(pictures);
      if (pictures == all) {
        endBar();
      }
    } else if (isDue() || pictures == all) {
      print("frozen stages: %,d of %,d pictures stored", pictures, all);
    }
  }

  @Override
  public void stepped(Step step) {
    String epoch = "epoch %d/%d".formatted(step.epoch(), config.epochs());
    if (Bars.isTerminal()) {
      bar(epoch, step.steps()).stepTo(step.step()).setExtraMessage(figures(step));
    } else if (isDue()) {
      print("%s step %d/%d  %s", epoch, step.step(), step.steps(), figures(step));
    }
  }

  private static String figures(Step step) {
    return String.format(
        Locale.ROOT,
        "loss %.3f (classes %.3f, maps %.4f)  %.0f images/s  %s left",
        step.loss(),
        step.classification(),
        step.consistency(),
        step.imagesPerSecond(),
        duration(step.secondsLeft()));
  }

  private ProgressBar bar(String task, int steps) {
    if (bar == null || !bar.getTaskName().equals(task)) { // a run that failed left its bar
      endBar();
      bar = Bars.of(task, steps);
    }
    return bar;
  }

  private void endBar() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  @Override
  public void finished(EpochResult result) {
    endBar();
    String accuracies =
        result.accuracies().entrySet().stream()
            .map(
                part ->
                    String.format(
                        Locale.ROOT,
                        "%s overall %.2f %% mean %.2f %%",
                        part.getKey(),
                        100 * part.getValue().overall(),
                        100 * part.getValue().mean()))
            .collect(Collectors.joining(", "));
    print(
        "epoch %d/%d done in %s  loss %.3f (classes %.3f, maps %.4f)  %.0f images/s  %s",
        result.epoch(),
        config.epochs(),
        duration(result.seconds()),
        result.loss(),
        result.classification(),
        result.consistency(),
        result.imagesPerSecond(),
        accuracies);
  }

  /**
   * Says how the run ended, and returns whether its model is to be made.
   *
   * @param stopped whether it was wished to stop, which may have been in the last examination
   */
  boolean end(boolean done, boolean stopped, Path folder) {
    if (!done) {
      print("stopped; the same command with --resume goes on from %s", folder);
      return false;
    }
    print("done: weights of the last and of the best epoch are in %s", folder);
    if (stopped) {
      print("stopped before the model: the same command with --resume makes it");
    }
    return !stopped;
  }

  private boolean isDue() {
    return System.nanoTime() - last > LINE_NANOS;
  }

  private void print(String format, Object... values) {
    last = System.nanoTime();
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }

  private static String duration(double seconds) {
    Duration time = Duration.ofSeconds(Math.round(seconds));
    return "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart());
  }

  @Override
  public void close() {
    endBar();
    out.flush();
  }
}
