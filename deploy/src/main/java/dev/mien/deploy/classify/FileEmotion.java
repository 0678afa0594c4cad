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
 * @param emotion of the face
 */
@JsonPropertyOrder({"file", "emotion"})
record FileEmotion(String file, @JsonUnwrapped Emotion emotion) {}
