// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.watch;

import dev.mien.events.BadRecord;
import dev.mien.events.Emotion;
import dev.mien.events.Scores;
import dev.mien.events.ShadowEmotion;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.runtime.StageFailure;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which events are to be seen, by the class that leads them. */
final class EmotionOptions {

  private static final String PER_CLASS = Topics.emotions("").name();

  @Option(
      names = "--emotion",
      paramLabel = "<class,...>",
      split = ",",
      hideParamSyntax = true,
      description = "show only events that one of these classes leads")
  private List<String> emotions = List.of();

  @Option(
      names = "--at-least",
      paramLabel = "<probability>",
      description = "show only events whose leading class has this probability (0 to 1) or more")
  private @Nullable Float least;

  /**
   * Returns if the topics hold events to choose from.
   *
   * @throws IllegalArgumentException naming the option or the topic that does not fit
   */
  void check(List<String> topics) {
    if (least != null && !(least >= 0 && least <= 1)) {
      throw new IllegalArgumentException("--at-least is " + least + ", expected 0 to 1");
    }
    for (String topic : topics) {
      if (isGiven() && !hasProbabilities(topic)) {
        throw new IllegalArgumentException(
            "topic '%s' has no probabilities: --emotion and --at-least are for %s, %s<class> and %s"
                .formatted(
                    topic, Topics.EMOTIONS.name(), PER_CLASS, Topics.SHADOW_EMOTIONS.name()));
      }
    }
  }

  /**
   * Returns if there are such classes: each has a topic of its own.
   *
   * @param there all topics of the cluster
   * @throws StageFailure naming the class that is unknown, and those that are not
   */
  void checkClasses(Set<String> there) {
    for (String emotion : emotions) {
      if (!there.contains(Topics.emotions(emotion).name())) {
        throw new StageFailure(
            "no class '%s': --emotion takes those with a topic %s<class>, which are %s"
                .formatted(
                    emotion,
                    PER_CLASS,
                    there.stream()
                        .filter(topic -> topic.startsWith(PER_CLASS))
                        .map(topic -> topic.substring(PER_CLASS.length()))
                        .sorted()
                        .toList()));
      }
    }
  }

  /** Returns whether a record is to be seen; one that is broken is not, if there is a choice. */
  boolean isWanted(ConsumerRecord<byte[], byte[]> record) {
    if (!isGiven()) {
      return true;
    }
    try {
      if (record.topic().equals(Topics.SHADOW_EMOTIONS.name())) {
        return isWanted(Wire.read(RecordLine.value(record), ShadowEmotion.class).probabilities());
      }
      return isWanted(Wire.read(RecordLine.value(record), Emotion.class).probabilities());
    } catch (BadRecord e) {
      return false;
    }
  }

  private boolean isWanted(Scores probabilities) {
    String leading = probabilities.leading();
    return (emotions.isEmpty() || emotions.contains(leading))
        && (least == null || probabilities.of(leading) >= least);
  }

  private boolean isGiven() {
    return !emotions.isEmpty() || least != null;
  }

  private static boolean hasProbabilities(String topic) {
    return topic.equals(Topics.EMOTIONS.name())
        || topic.equals(Topics.SHADOW_EMOTIONS.name())
        || topic.startsWith(PER_CLASS);
  }
}
