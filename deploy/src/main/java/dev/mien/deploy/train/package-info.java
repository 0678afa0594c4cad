// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** Commands that turn labelled faces into models. */
@NullMarked
package dev.mien.deploy.train;

import org.jspecify.annotations.NullMarked;
