// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.classify;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.mien.events.Emotion;

/**
 * One face that was found in a file.
 *
 * @param file as the user named it, or below the folder that the user named
 * @param detected false where the whole picture was taken for the face: box and landmarks are then
 *     those of the template, and the score of the detector is 1
 * @param emotion of the face
 */
@JsonPropertyOrder({"file", "detected", "emotion"})
record FileEmotion(String file, boolean detected, @JsonUnwrapped Emotion emotion) {}
