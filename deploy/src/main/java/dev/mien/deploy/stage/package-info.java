// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** Commands that run one stage, the broker, or look after the topics. */
@NullMarked
package dev.mien.deploy.stage;

import org.jspecify.annotations.NullMarked;
