// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class KafkaFailuresTest {

  @ParameterizedTest
  @MethodSource("passing")
  void brokersAndGroupsMayComeBack(Throwable failure) {
    assertThat(KafkaFailures.mayPass(failure)).isTrue();
  }

  static Stream<Throwable> passing() {
    return Stream.of(
        new TimeoutException("no metadata"),
        new TimeoutException("no metadata", new IOException("connection reset")),
        new DisconnectException("gone"),
        new CommitFailedException("group was shared out anew"),
        new ProducerFencedException("newer epoch"),
        new TaskMigratedException("lost", new ProducerFencedException("newer epoch")),
        new StreamsException("send failed", new TimeoutException("no answer")),
        new KafkaException("cannot commit", new TimeoutException("no answer")),
        new KafkaException("The client hasn't received acknowledgment and can no longer retry"),
        new KafkaException(
            "Failed to construct kafka producer",
            new ConfigException("No resolvable bootstrap urls given in bootstrap.servers")));
  }

  @ParameterizedTest
  @MethodSource("lasting")
  void whatNeedsAPersonDoesNotPass(Throwable failure) {
    assertThat(KafkaFailures.mayPass(failure)).isFalse();
  }

  static Stream<Throwable> lasting() {
    return Stream.of(
        new StreamsException("Existing internal topic tracks-changelog has invalid partitions"),
        new KafkaException(
            "Failed to construct kafka producer",
            new ConfigException("delivery.timeout.ms should be larger")),
        new MissingSourceTopicException("mien.frames"),
        new RecordTooLargeException("27 MB"),
        new StreamsException("send failed", new RecordTooLargeException("27 MB")),
        new SerializationException("broken state"),
        new TopicAuthorizationException("mien.frames"),
        new UnsupportedVersionException("old broker"),
        new FencedInstanceIdException("same --instance"),
        new InterruptException("stop"),
        new StreamsException("process", new StageFailure("the detector failed")),
        new StreamsException(new StageFailure("failed", new TimeoutException("inside"))),
        new OutOfMemoryError());
  }

  @Test
  void ownWordsExplainAFailure() {
    StageFailure own = new StageFailure("the detector failed on frame 7");

    assertThat(KafkaFailures.explained("detector", new StreamsException(own))).isSameAs(own);
  }

  @Test
  void innermostCauseExplainsAFailureOfKafka() {
    Throwable failure = new KafkaException("cannot", new RecordTooLargeException("27 MB"));

    assertThat(KafkaFailures.explained("rates", failure))
        .hasMessageStartingWith("the rates failed: ")
        .hasMessageContaining("27 MB");
  }
}
