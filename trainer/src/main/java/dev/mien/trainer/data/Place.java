// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import dev.mien.events.Landmarks;
import java.util.Optional;

/**
 * Where the face is in a picture as {@link SourcePicture} opens it.
 *
 * @param landmarks of the face, if it was found
 * @param width of the picture, in pixels
 * @param height of the picture, in pixels
 */
record Place(Optional<Landmarks> landmarks, int width, int height) {}
