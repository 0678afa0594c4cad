// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** Networks in ONNX Runtime: the only package of this module that touches it. */
@NullMarked
package dev.mien.detector.onnx;

import org.jspecify.annotations.NullMarked;
