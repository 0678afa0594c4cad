// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** How fast each part is on this machine. */
@NullMarked
package dev.mien.deploy.bench;

import org.jspecify.annotations.NullMarked;
