// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mien.trainer.augment.Augmentation;
import dev.mien.trainer.method.ClassWeights;
import dev.mien.trainer.method.Method;
import dev.mien.trainer.method.Smoothing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("settings.yaml"), text);
  }

  @Test
  void theDefaultsAreThoseOfThePaper() {
    TrainConfig config = Settings.defaults().config();

    assertThat(config.epochs()).isEqualTo(60);
    assertThat(config.learningRate()).isEqualTo(1e-4);
    assertThat(config.weightDecay()).isEqualTo(1e-4);
    assertThat(config.decay()).isEqualTo(0.9);
    assertThat(config.method().lambda()).isEqualTo(2);
    assertThat(config.method().alpha()).isEqualTo(0.1);
    assertThat(config.method().beta()).isEqualTo(0.9999);
    assertThat(config.method().consistency() && config.method().smooth()).isTrue();
  }

  @Test
  void aFileNamesAMethodAndAnAugmentation() throws IOException {
    Path file = file("method: eac\naugmentation: strong\nepochs: 3\n");

    TrainConfig config = Settings.defaults().with(file).config();

    assertThat(config.method()).isEqualTo(Method.named("eac"));
    assertThat(config.augmentation()).isEqualTo(Augmentation.named("strong"));
    assertThat(config.epochs()).isEqualTo(3);
  }

  @Test
  void aFileChangesPartsOfAMethod() throws IOException {
    Path file = file("method: {lambda: 0.5, classWeights: inverse_frequency, smoothing: others}");

    Method method = Settings.defaults().with(file).config().method();

    assertThat(method.lambda()).isEqualTo(0.5);
    assertThat(method.classWeights()).isEqualTo(ClassWeights.INVERSE_FREQUENCY);
    assertThat(method.smoothing()).isEqualTo(Smoothing.OTHERS);
    assertThat(method.consistency()).isTrue();
  }

  @Test
  void singleValuesGoOverAFile() throws IOException {
    Path file = file("epochs: 3\nbatch: 5\n");

    TrainConfig config = Settings.defaults().with(file).with(Map.of("epochs", 7)).config();

    assertThat(config.epochs()).isEqualTo(7);
    assertThat(config.batch()).isEqualTo(5);
  }

  @Test
  void methodsOfATableShareHowTheyReBalance() {
    Settings shared = Settings.defaults().with(Map.of("method.lambda", 0.5));

    assertThat(shared.withMethod("rac").config().method().lambda()).isEqualTo(0.5);
    assertThat(shared.withMethod("rac").config().method().smooth()).isFalse();
    assertThat(shared.withMethod("eac").config().method()).isEqualTo(Method.named("eac"));
  }

  @Test
  void theMethodsOfThePaperGoTogetherWithWeightsOfPictures() {
    Settings shared = Settings.defaults().with(Map.of("method.beta", 0.999));

    Method together = shared.withMethod("cb+rac+rsl").config().method();

    assertThat(together.weightedLoss() && together.consistency() && together.smooth()).isTrue();
    assertThat(together.beta()).isEqualTo(0.999);
    assertThat(shared.withMethod("rac+rsl").config().method().weightedLoss()).isFalse();
  }

  @Test
  void everyMethodThatIsNamedIsThere() {
    assertThat(Method.names())
        .extracting(Method::named)
        .doesNotHaveDuplicates()
        .hasSize(8)
        .contains(TrainConfig.defaults().method());
    assertRefused(Map.of("method", "best"), String.join(", ", Method.names()));
  }

  @Test
  void anOtherMethodLeavesHowAFileReBalances() throws IOException {
    Path file = file("method: {lambda: 0.2, insideSquare: false, detached: true}");

    Method method =
        Settings.defaults().with(file).with(Map.of("method", "cb+rac+rsl")).config().method();

    assertThat(method.weightedLoss()).isTrue();
    assertThat(method.lambda()).isEqualTo(0.2);
    assertThat(method.insideSquare()).isFalse();
    assertThat(method.detached()).isTrue();
  }

  @Test
  void theStrengthOfEacIsNotThatOfThePaper() throws IOException {
    Settings eac = Settings.defaults().with(file("method: eac"));

    assertThat(eac.withMethod(Method.DEFAULT).config().method())
        .isEqualTo(Method.named(Method.DEFAULT));
  }

  @Test
  void whatAMethodAndItsPartsSayDoesNotDependOnTheirOrder() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("method.lambda", 0.5);
    values.put("method", "rac");

    assertThat(Settings.defaults().with(values).config().method().lambda()).isEqualTo(0.5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          epochs: many               | 'epochs' is 'many', expected a whole number
          fitPrior: perhaps          | 'fitPrior' is 'perhaps', expected true or false
          method: {classWeights: no} | 'method.classWeights' is of another kind, expected one of effective_number,
          method: {smoothing: most}  | 'method.smoothing' is 'most', expected one of all, others
          freeze: {stem: 1}          | 'freeze' is of another kind, expected a list
          warmUpSteps: 0.5           | 'warmUpSteps' is '0.5', expected a whole number
          epochs: 7.9                | 'epochs' is '7.9', expected a whole number
          method: 3                  | 'method' is of another kind, expected settings of its own
          method: {lamda: 1}         | 'method.lamda' is no setting, expected one of alpha, beta,
          freeze:                    | 'freeze' has no value
          method: {lambda: }         | 'method.lambda' has no value
          method: best               | no method 'best'
          batch: 0                   | batch is 0
          """)
  void aFileIsNamedWithWhatDoesNotFit(String text, String message) throws IOException {
    Path file = file(text);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.defaults().with(file))
        .withMessageContainingAll(file.toString(), message);
  }

  @Test
  void whatDoesNotFitIsNamed() {
    assertRefused(Map.of("method.beta", 1), "beta is 1.0, expected at least 0 and below 1");
    assertRefused(
        Map.of("method", "cb", "method.classWeights", "none"), "which would change nothing");
    assertRefused(Map.of("method.alpha", 2), "alpha is 2.0, expected 0 to 1");
    assertRefused(Map.of("epochs", 0), "epochs is 0, expected at least 1");
    assertRefused(Map.of("lamda", 1), "'lamda' is no setting, expected one of alignedMaps,");
    assertRefused(Map.of("method", "best"), "no method 'best', expected one of baseline");
  }

  private static void assertRefused(Map<String, Object> values, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.defaults().with(values).config())
        .withMessageContaining(message);
  }
}
