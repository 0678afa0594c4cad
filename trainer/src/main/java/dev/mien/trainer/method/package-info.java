// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/**
 * The method of "Leave No Stone Unturned" (NeurIPS 2023), equation by equation, and what it is
 * compared with.
 */
@NullMarked
package dev.mien.trainer.method;

import org.jspecify.annotations.NullMarked;
