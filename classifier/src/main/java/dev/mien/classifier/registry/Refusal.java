// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.registry;

import java.util.Locale;

/** Why a version of the model may not serve. The set is closed, so it can label a metric. */
public enum Refusal {
  /** The file is larger than {@link ModelFiles#MAX_BYTES}. */
  TOO_LARGE,
  /** Slices are missing, or there are too many bytes. */
  INCOMPLETE,
  /** The SHA-256 of the file is another. */
  WRONG_HASH,
  /** It is no ONNX file, or none of a network that takes faces, or says too little about itself. */
  UNUSABLE,
  /** Its classes are not those it should have. */
  CLASSES,
  /** It prepares pictures in another way than its record says. */
  PREPROCESSING,
  /** Its logits are not numbers. */
  NOT_FINITE,
  /** It makes something else of the golden faces than where it was trained. */
  GOLDEN,
  /** A topic for the events of one of its classes is missing. */
  TOPICS,
  /** It failed on faces that its predecessor classified. */
  ERRORS,
  /** It takes much longer than its predecessor. */
  LATENCY;

  /** Returns the name for metrics, for example {@code wrong-hash}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
