// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** Pictures changed at random, the same way each time for the same seed, epoch and picture. */
@NullMarked
package dev.mien.trainer.augment;

import org.jspecify.annotations.NullMarked;
