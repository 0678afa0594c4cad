// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.events.Topic;
import dev.mien.events.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TopicSettingsTest {

  /** Ten minutes, hence segments of two and a half. */
  private static final Topic TOPIC =
      new Topic(
          "mien.test",
          6,
          Topic.Cleanup.DELETE,
          Duration.ofMinutes(10),
          1_000_000,
          Topic.Clock.BROKER);

  @Test
  void topicAsMienMakesItLacksNothing() {
    assertThat(TopicSettings.missing(TOPIC, TopicSettings.of(TOPIC))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "max.message.bytes, 1000001",
    "retention.ms, 600001",
    "retention.ms, -1",
    "segment.ms, 60000"
  })
  void moreThanIsNeededIsTheOperatorsChoice(String name, String value) {
    assertThat(TopicSettings.missing(TOPIC, with(Map.of(name, value)))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "max.message.bytes, 999999, 1000000",
    "segment.ms, 604800000, 150000",
    "cleanup.policy, compact, delete",
    "message.timestamp.type, CreateTime, LogAppendTime"
  })
  void whatIsNotEnoughIsToBeChangedAlone(String name, String value, String needed) {
    assertThat(TopicSettings.missing(TOPIC, with(Map.of(name, value))))
        .isEqualTo(Map.of(name, needed));
  }

  @Test
  void shorterRetentionIsTheOperatorsChoiceButTold() {
    Map<String, String> shorter = with(Map.of("retention.ms", "120000"));

    assertThat(TopicSettings.missing(TOPIC, shorter)).isEmpty();
    assertThat(TopicSettings.shorterRetention(TOPIC, shorter)).hasValue(120_000);
    for (String value : List.of("600000", "600001", "-1")) {
      assertThat(TopicSettings.shorterRetention(TOPIC, with(Map.of("retention.ms", value))))
          .isEmpty();
    }
  }

  @Test
  void framesHaveTheTimeOfTheBroker() {
    assertThat(TopicSettings.of(Topics.FRAMES))
        .containsEntry("message.timestamp.type", "LogAppendTime");
    assertThat(TopicSettings.of(Topics.FACES)).doesNotContainKey("message.timestamp.type");
  }

  @Test
  void segmentsMayGrowWithTheRetention() {
    assertThat(
            TopicSettings.missing(
                TOPIC, with(Map.of("retention.ms", "4000000", "segment.ms", "1000000"))))
        .isEmpty();
    assertThat(
            TopicSettings.missing(
                TOPIC, with(Map.of("retention.ms", "-1", "segment.ms", "604800000"))))
        .isEmpty();
  }

  private static Map<String, String> with(Map<String, String> changes) {
    Map<String, String> settings = new HashMap<>(TopicSettings.of(TOPIC));
    settings.putAll(changes);
    return settings;
  }
}
