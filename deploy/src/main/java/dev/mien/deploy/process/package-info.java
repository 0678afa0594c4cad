// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** The process of a command: how it runs a stage, is told to stop, and leaves nothing behind. */
@NullMarked
package dev.mien.deploy.process;

import org.jspecify.annotations.NullMarked;
