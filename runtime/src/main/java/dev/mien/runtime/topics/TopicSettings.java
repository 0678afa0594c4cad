// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime.topics;

import dev.mien.events.Topic;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.record.TimestampType;

/** A {@link Topic} in the words of the broker, and what of it a topic lacks that is there. */
final class TopicSettings {

  /** Only closed segments are deleted, so a segment must not outlive what it holds by far. */
  private static final int SEGMENTS_PER_RETENTION = 4;

  private static final Duration SHORTEST_SEGMENT = Duration.ofMinutes(1);
  private static final Duration LONGEST_SEGMENT = Duration.ofDays(1);

  private TopicSettings() {}

  static Map<String, String> of(Topic topic) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        TopicConfig.CLEANUP_POLICY_CONFIG, topic.cleanup().name().toLowerCase(Locale.ROOT));
    settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(topic.maxMessageBytes()));
    if (topic.clock() == Topic.Clock.BROKER) {
      settings.put(
          TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, TimestampType.LOG_APPEND_TIME.toString());
    }
    if (topic.cleanup() == Topic.Cleanup.DELETE) {
      settings.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(topic.retention().toMillis()));
      settings.put(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(segment(topic).toMillis()));
    }
    return settings;
  }

  /**
   * Returns what has to be changed, by the name of the setting. How long records are kept is an
   * operator's choice, and so are larger ones and the segments that suit a longer retention.
   *
   * @param actual settings of the topic
   */
  static Map<String, String> missing(Topic topic, Map<String, String> actual) {
    Map<String, String> missing = new LinkedHashMap<>(of(topic));
    missing.entrySet().removeIf(needed -> serves(needed.getKey(), needed.getValue(), actual));
    return missing;
  }

  /** Returns how long the topic keeps records, where that is shorter than Mien would. */
  static OptionalLong shorterRetention(Topic topic, Map<String, String> actual) {
    String value = actual.getOrDefault(TopicConfig.RETENTION_MS_CONFIG, "-1");
    return topic.cleanup() == Topic.Cleanup.DELETE && time(value) < topic.retention().toMillis()
        ? OptionalLong.of(number(value))
        : OptionalLong.empty();
  }

  private static boolean serves(String name, String needed, Map<String, String> actual) {
    String value = actual.get(name);
    if (value == null) {
      return false;
    }
    return switch (name) {
      case TopicConfig.MAX_MESSAGE_BYTES_CONFIG -> number(value) >= number(needed);
      case TopicConfig.RETENTION_MS_CONFIG -> true;
      case TopicConfig.SEGMENT_MS_CONFIG -> {
        long retention = time(actual.getOrDefault(TopicConfig.RETENTION_MS_CONFIG, "0"));
        yield number(value) <= Math.max(number(needed), retention / SEGMENTS_PER_RETENTION);
      }
      default -> value.equals(needed);
    };
  }

  private static long number(String value) {
    return Long.parseLong(value);
  }

  /** Negative is for ever. */
  private static long time(String value) {
    return number(value) < 0 ? Long.MAX_VALUE : number(value);
  }

  private static Duration segment(Topic topic) {
    Duration segment = topic.retention().dividedBy(SEGMENTS_PER_RETENTION);
    if (segment.compareTo(SHORTEST_SEGMENT) < 0) {
      return SHORTEST_SEGMENT;
    }
    return segment.compareTo(LONGEST_SEGMENT) > 0 ? LONGEST_SEGMENT : segment;
  }
}
