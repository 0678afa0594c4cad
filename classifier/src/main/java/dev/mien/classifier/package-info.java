// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/**
 * Faces become emotions. {@code EmotionModel} decodes and classifies them in batches, {@link
 * dev.mien.classifier.Smoother} joins the scores of a track; both work without Kafka, and {@code
 * ClassifierStage} is the same two around a consumer and a producer.
 */
@NullMarked
package dev.mien.classifier;

import org.jspecify.annotations.NullMarked;
