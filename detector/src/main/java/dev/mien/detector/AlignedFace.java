// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector;

import dev.mien.events.Face;

/**
 * A face cut out of its frame.
 *
 * @param face where it was
 * @param image of {@link Face#SIDE} pixels a side
 */
public record AlignedFace(Face face, Png image) {}
