// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** The command {@code mien demo}: the whole pipeline, and what comes out of it in words. */
@NullMarked
package dev.mien.deploy.demo;

import org.jspecify.annotations.NullMarked;
