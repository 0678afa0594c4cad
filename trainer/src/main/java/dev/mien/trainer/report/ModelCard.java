// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.report;

/** Writes the model card: what a model is for, what it can do, and what it cannot. */
public final class ModelCard {

  private ModelCard() {}

  /** Returns the card in Markdown. */
  public static String markdown(Report report) {
    return Template.text("model-card.mustache", new ReportValues(report).all());
  }
}
