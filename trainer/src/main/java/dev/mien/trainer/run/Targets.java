// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

/** What a network is told about a picture. */
public enum Targets {
  /** Its class. */
  MAJORITY,
  /** The share of each class in its votes. */
  VOTES,
  /** The same, and pictures whose voters do not agree are learned from as well. */
  ALL
}
