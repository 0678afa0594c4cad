// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/**
 * Multi-task cascaded networks find faces and five landmarks (Zhang et al. 2016,
 * https://arxiv.org/abs/1604.02878).
 */
@NullMarked
package dev.mien.detector.mtcnn;

import org.jspecify.annotations.NullMarked;
