// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/**
 * Pictures and videos with boxes, tracks and emotions drawn in; the one place of deploy that works
 * with OpenCV and FFmpeg.
 */
@NullMarked
package dev.mien.deploy.annotate;

import org.jspecify.annotations.NullMarked;
