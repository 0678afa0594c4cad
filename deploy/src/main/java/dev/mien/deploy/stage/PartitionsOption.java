// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.stage;

import dev.mien.events.Topic;
import dev.mien.events.Topics;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many partitions the topics have that are not kept by their key. */
final class PartitionsOption {

  @Option(
      names = "--partitions",
      paramLabel = "<n>",
      description =
          "partitions of every topic but those of models and cameras (default: "
              + Topics.DEFAULT_PARTITIONS
              + " of those that are made, any of those there are)")
  private @Nullable Integer partitions;

  boolean areGiven() {
    return partitions != null;
  }

  /**
   * Returns topics as they are made where they are missing.
   *
   * @throws IllegalArgumentException if no topic can have so many
   */
  List<Topic> made(List<Topic> topics) {
    return topics.stream().map(this::made).toList();
  }

  /** Returns topics as they are to be where they are there already. */
  List<Topic> wanted(List<Topic> topics) {
    return partitions == null
        ? topics.stream().map(Topic::withAnyPartitions).toList()
        : made(topics);
  }

  private Topic made(Topic topic) {
    return partitions == null || topic.cleanup() == Topic.Cleanup.COMPACT
        ? topic
        : topic.withPartitions(partitions);
  }
}
