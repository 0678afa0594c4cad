// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** The whole pipeline in one process, on a clip. */
@NullMarked
package dev.mien.deploy.demo;

import org.jspecify.annotations.NullMarked;
