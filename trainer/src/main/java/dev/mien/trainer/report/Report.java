// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.report;

import dev.mien.trainer.evaluate.Evaluation;
import dev.mien.trainer.evaluate.Unseen;
import dev.mien.trainer.run.EpochResult;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What there is to say about a trained model.
 *
 * @param backbone of the network
 * @param input size of the pictures, for example {@code 112 x 112}
 * @param source kind of the data set
 * @param trained how many faces it learned from
 * @param history what every epoch gave
 * @param epoch that the weights are of, from 1
 * @param uncalibrated figures on the validation part before the temperature
 * @param validation figures on the validation part as the model is served
 * @param test figures on the test part
 * @param unseen the same on those of its faces that are not among the pictures to learn from as
 *     well
 * @param baseline figures of another model on the same part, to compare with
 * @param temperature that logits are divided by
 * @param settings of the run
 * @param provenance where everything comes from
 * @param samples attention maps over faces
 * @param mapShift columns, and rows, that a map shows beside the middle of its cells
 */
public record Report(
    String backbone,
    String input,
    String source,
    int trained,
    List<EpochResult> history,
    int epoch,
    Evaluation uncalibrated,
    Evaluation validation,
    Evaluation test,
    Unseen unseen,
    @Nullable Evaluation baseline,
    double temperature,
    Map<String, String> settings,
    Map<String, String> provenance,
    List<AttentionSample> samples,
    double mapShift) {

  /** Copies lists and maps, which keep their order. */
  public Report {
    history = List.copyOf(history);
    samples = List.copyOf(samples);
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
  }

  /** Returns the version of the model. */
  public String version() {
    return test.model();
  }
}
