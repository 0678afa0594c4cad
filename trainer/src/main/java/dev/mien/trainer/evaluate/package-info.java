// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/**
 * How good a model file is on labelled faces: read, prepared and run by the classifier's own code,
 * so that what is measured is what is served.
 */
@NullMarked
package dev.mien.trainer.evaluate;

import org.jspecify.annotations.NullMarked;
