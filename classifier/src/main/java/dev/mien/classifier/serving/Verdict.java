// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.serving;

import dev.mien.classifier.registry.Refusal;

/**
 * A model did not pass its probation.
 *
 * @param failed model, which is closed
 * @param serving model that took over again
 * @param reason for a metric
 * @param message for a person
 */
record Verdict(ReadyModel failed, ReadyModel serving, Refusal reason, String message) {}
