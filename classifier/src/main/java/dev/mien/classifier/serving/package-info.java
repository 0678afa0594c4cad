// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/**
 * Which model serves: what a classifier brings along or the topic says, swapped between two
 * batches, on probation for the first of them, and a candidate beside it.
 */
@NullMarked
package dev.mien.classifier.serving;

import org.jspecify.annotations.NullMarked;
