// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.detector.stream.DetectorConfig;
import dev.mien.ingest.backlog.Backlog;
import org.junit.jupiter.api.Test;

class StageNamesTest {

  @Test
  void ingestWaitsForTheDetectorsThatThereAreByDefault() {
    assertThat(Backlog.DEFAULT_GROUP).isEqualTo(DetectorConfig.DEFAULT_APPLICATION);
  }
}
