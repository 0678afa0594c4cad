// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** Files that weights come from and go to. Nothing in them is ever executed. */
@NullMarked
package dev.mien.trainer.weights;

import org.jspecify.annotations.NullMarked;
