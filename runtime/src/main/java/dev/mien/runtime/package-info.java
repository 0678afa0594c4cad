// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/**
 * How a stage lives: which cluster it talks to, how it starts, says how it is, and stops; the
 * topics; and a broker for one machine.
 */
@NullMarked
package dev.mien.runtime;

import org.jspecify.annotations.NullMarked;
