// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** Turns published weights of the MTCNN into the ONNX files that the detector ships with. */
@NullMarked
package dev.mien.detector.weights;

import org.jspecify.annotations.NullMarked;
