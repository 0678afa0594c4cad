// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** Experiments of the paper, done again and set beside the published figures. */
@NullMarked
package dev.mien.trainer.experiment;

import org.jspecify.annotations.NullMarked;
