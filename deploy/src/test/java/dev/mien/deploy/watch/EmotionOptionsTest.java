// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.deploy.Samples;
import dev.mien.events.Emotion;
import dev.mien.events.ShadowEmotion;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.runtime.StageFailure;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class EmotionOptionsTest {

  /** Has a probability of 0.8. */
  private static final Emotion FEAR = Samples.emotion("door", 25, 3, "fear");

  @ParameterizedTest
  @CsvSource({
    "'', true",
    "--emotion fear, true",
    "--emotion happiness, false",
    "'--emotion happiness,fear', true",
    "--at-least 0.8, true",
    "--at-least 0.81, false",
    "--emotion fear --at-least 0.8, true",
    "--emotion happiness --at-least 0, false",
  })
  void choosesByLeadingClassAndItsProbability(String given, boolean wanted) {
    ShadowEmotion shadow =
        new ShadowEmotion(FEAR.face(), "new", "fear", FEAR.probabilities(), "model-1", "neutral");

    assertThat(options(given).isWanted(record("mien.emotions", FEAR))).isEqualTo(wanted);
    assertThat(options(given).isWanted(record("mien.shadow-emotions", shadow))).isEqualTo(wanted);
  }

  @Test
  void whatIsBrokenIsOfNoClass() {
    ConsumerRecord<byte[], byte[]> broken =
        new ConsumerRecord<>("mien.emotions", 0, 7, new byte[0], new byte[] {'{'});

    assertThat(options("").isWanted(broken)).isTrue();
    assertThat(options("--emotion fear").isWanted(broken)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--emotion fear", "--at-least 0.5"})
  void topicsWithoutProbabilitiesAreRefused(String given) {
    EmotionOptions options = options(given);

    assertThatCode(() -> options.check(List.of("mien.emotions", "mien.emotions.fear")))
        .doesNotThrowAnyException();
    assertThatCode(() -> options("").check(List.of("mien.faces"))).doesNotThrowAnyException();
    assertThatThrownBy(() -> options.check(List.of("mien.emotions", "mien.emotion-rates")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("topic 'mien.emotion-rates' has no probabilities");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1", "-0.1", "NaN"})
  void whatIsNoProbabilityIsRefused(String least) {
    assertThatThrownBy(() -> options("--at-least " + least).check(List.of("mien.emotions")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--at-least is " + least + ", expected 0 to 1");
  }

  @Test
  void aClassWithoutATopicIsNamedWithThoseThatHaveOne() {
    Set<String> there =
        Set.of(Topics.EMOTIONS.name(), "mien.emotions.fear", "mien.emotions.anger", "other");

    assertThatCode(() -> options("--emotion fear,anger").checkClasses(there))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> options("--emotion fear,feer").checkClasses(there))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("no class 'feer'")
        .hasMessageContaining("[anger, fear]");
  }

  private static EmotionOptions options(String given) {
    return CommandLine.populateCommand(
        new EmotionOptions(), given.isEmpty() ? new String[0] : given.split(" "));
  }

  private static ConsumerRecord<byte[], byte[]> record(String topic, Record value) {
    return new ConsumerRecord<>(topic, 0, 7, new byte[0], Wire.write(value));
  }
}
