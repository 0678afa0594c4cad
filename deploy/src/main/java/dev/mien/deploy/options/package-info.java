// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** Options that several commands share. */
@NullMarked
package dev.mien.deploy.options;

import org.jspecify.annotations.NullMarked;
