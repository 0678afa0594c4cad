// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.models;

import dev.mien.classifier.registry.ModelPublisher;
import dev.mien.classifier.registry.ModelRefused;
import dev.mien.deploy.progress.Bars;
import dev.mien.events.ModelVersion;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.nio.file.Path;
import me.tongfei.progressbar.ProgressBar;

/** Publishes a file with a progress bar. */
public final class Upload {

  private Upload() {}

  /**
   * Publishes a file as a candidate.
   *
   * @param mayChangeClasses whether it may replace a model of other classes
   * @throws StageFailure if it may never serve or cannot be published; nothing is published then
   * @throws IOException if it cannot be read
   */
  public static ModelVersion publish(Path file, boolean mayChangeClasses, Cluster cluster)
      throws IOException {
    ModelPublisher publisher;
    try {
      publisher = ModelPublisher.of(file, mayChangeClasses);
    } catch (ModelRefused e) {
      throw new StageFailure(e.getMessage(), e);
    }
    try (ProgressBar bar = Bars.of("publish", publisher.version().chunks())) {
      publisher.publish(cluster, bar::stepTo);
    }
    return publisher.version();
  }
}
