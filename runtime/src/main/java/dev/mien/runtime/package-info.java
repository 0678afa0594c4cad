// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** How a stage lives: which cluster it talks to, how it starts, says how it is, and stops. */
@NullMarked
package dev.mien.runtime;

import org.jspecify.annotations.NullMarked;
