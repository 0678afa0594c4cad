// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** A broker and all stages in one process, what comes out of them, and a clip to put in. */
@NullMarked
package dev.mien.deploy.pipeline;

import org.jspecify.annotations.NullMarked;
