// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** The command line: {@link dev.mien.deploy.Main} finds the command, which wires the stages. */
@NullMarked
package dev.mien.deploy;

import org.jspecify.annotations.NullMarked;
