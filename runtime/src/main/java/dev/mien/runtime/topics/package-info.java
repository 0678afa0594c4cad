// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/**
 * Whether the topics of the pipeline are as they must be, and how they get so: {@link
 * dev.mien.runtime.topics.TopicAdmin}.
 */
@NullMarked
package dev.mien.runtime.topics;

import org.jspecify.annotations.NullMarked;
