// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicReaderTest {

  @Test
  void readsWhatIsCommittedAndCommitsAndSkipsNothingWhateverTheUserSays() {
    Map<String, String> user =
        Map.of(
            "isolation.level",
            "read_uncommitted",
            "enable.auto.commit",
            "true",
            "auto.offset.reset",
            "latest");

    assertThat(TopicReader.settings(new Cluster("kafka:9092", user)))
        .containsEntry("isolation.level", "read_committed")
        .containsEntry("enable.auto.commit", false)
        .containsEntry("auto.offset.reset", "earliest");
  }
}
