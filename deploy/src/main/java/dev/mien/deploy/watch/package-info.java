// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** Following the topics of a cluster in a terminal. */
@NullMarked
package dev.mien.deploy.watch;

import org.jspecify.annotations.NullMarked;
