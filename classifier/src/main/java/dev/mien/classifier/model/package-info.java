// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/**
 * The network that tells emotions apart: its file, what the file says about itself, the pictures it
 * takes and the scores it gives. The only package that touches DJL and ONNX Runtime.
 */
@NullMarked
package dev.mien.classifier.model;

import org.jspecify.annotations.NullMarked;
