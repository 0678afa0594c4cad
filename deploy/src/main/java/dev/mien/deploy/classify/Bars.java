// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.classify;

import java.util.OptionalLong;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on standard error; nothing where nobody looks at a terminal. */
final class Bars {

  /** Set by the launcher, which can ask the shell what standard error is. */
  private static final String TERMINAL = "mien.terminal";

  private static final int UPDATE_MILLIS = 200;

  private Bars() {}

  /** Returns a bar for so many files, each one step as long as it is not known to be a video. */
  static ProgressBar forFiles(int files) {
    ProgressBarBuilder bar =
        new ProgressBarBuilder()
            .setTaskName("classify")
            .setInitialMax(files)
            .setUpdateIntervalMillis(UPDATE_MILLIS)
            .setStyle(ProgressBarStyle.ASCII);
    if (!Boolean.getBoolean(TERMINAL)) {
      bar.setConsumer(new NoBar());
    }
    return bar.build();
  }

  /** The next file is a video of so many frames, each a step. */
  static void expectFrames(ProgressBar bar, OptionalLong frames) {
    bar.maxHint(bar.getMax() - 1 + frames.orElse(1));
  }
}
