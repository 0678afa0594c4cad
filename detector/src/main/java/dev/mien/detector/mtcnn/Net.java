// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.mtcnn;

/** The three networks of the cascade, in the order in which they run. */
public enum Net {
  /** Proposes candidates all over the picture. */
  PNET,
  /** Refuses most of them and refines the rest. */
  RNET,
  /** Decides, refines once more and puts the landmarks. */
  ONET
}
