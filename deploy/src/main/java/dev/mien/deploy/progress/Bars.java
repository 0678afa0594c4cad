// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.progress;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on standard error; nothing where nobody looks at a terminal. */
public final class Bars {

  /** Set by the launcher, which can ask the shell what standard error is. */
  private static final String TERMINAL = "mien.terminal";

  private static final int UPDATE_MILLIS = 200;

  private Bars() {}

  /** Returns whether somebody looks at a terminal. */
  public static boolean isTerminal() {
    return Boolean.getBoolean(TERMINAL);
  }

  /** Returns a bar for a task of so many steps. */
  public static ProgressBar of(String task, long steps) {
    ProgressBarBuilder bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(steps)
            .setUpdateIntervalMillis(UPDATE_MILLIS)
            .setStyle(ProgressBarStyle.ASCII);
    if (!isTerminal()) {
      bar.setConsumer(new NoBar());
    }
    return bar.build();
  }
}
