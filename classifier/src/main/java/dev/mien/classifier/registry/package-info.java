// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/**
 * The versions of the model on a cluster: who publishes one, decides what serves, looks them up and
 * fetches their files; and what a file must pass before it may serve.
 */
@NullMarked
package dev.mien.classifier.registry;

import org.jspecify.annotations.NullMarked;
