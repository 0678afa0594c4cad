// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** What happens to a frame from its capture to its events, as OpenTelemetry spans. */
@NullMarked
package dev.mien.runtime.tracing;

import org.jspecify.annotations.NullMarked;
