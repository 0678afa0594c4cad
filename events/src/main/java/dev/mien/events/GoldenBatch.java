// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * What a model makes of known faces, so that whoever loads it can tell whether it computes the
 * same.
 *
 * @param faces name of the set of faces
 * @param logits of the model, a row for each face in the set's order
 */
@JsonPropertyOrder({"faces", "logits"})
public record GoldenBatch(String faces, List<List<Float>> logits) {

  /**
   * Copies the rows.
   *
   * @throws IllegalArgumentException if there is none, they differ in length, or a logit is not
   *     finite
   */
  public GoldenBatch {
    Check.present("faces", faces);
    Check.range("rows of golden logits", logits.size(), 1, 1_000);
    logits = logits.stream().map(List::copyOf).toList();
    for (List<Float> row : logits) {
      Check.range(
          "logits of a golden face", row.size(), logits.get(0).size(), logits.get(0).size());
      row.forEach(logit -> Check.finite("golden logit", logit));
    }
  }
}
