// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** A trained network becomes a model file that says everything about itself. */
@NullMarked
package dev.mien.trainer.export;

import org.jspecify.annotations.NullMarked;
