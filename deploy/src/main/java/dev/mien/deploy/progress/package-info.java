// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** How far a long task is. */
@NullMarked
package dev.mien.deploy.progress;

import org.jspecify.annotations.NullMarked;
