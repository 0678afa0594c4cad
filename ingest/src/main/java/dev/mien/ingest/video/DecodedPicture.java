// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.video;

import java.nio.ByteBuffer;

/**
 * Pixels of one frame in the memory of the decoder, valid until the decoder is asked for the next
 * one or closed.
 *
 * @param bgr direct buffer of rows of blue, green, red bytes
 * @param width in pixels, which are square
 * @param height in pixels
 * @param stride bytes from one row to the next
 */
public record DecodedPicture(ByteBuffer bgr, int width, int height, int stride) {}
