// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** Networks in ONNX: run, and written. The only package of this module that touches its runtime. */
@NullMarked
package dev.mien.detector.onnx;

import org.jspecify.annotations.NullMarked;
