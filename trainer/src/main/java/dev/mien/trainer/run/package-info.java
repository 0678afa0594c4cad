// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** The training run: its configuration, its steps, and how it is stopped and resumed. */
@NullMarked
package dev.mien.trainer.run;

import org.jspecify.annotations.NullMarked;
