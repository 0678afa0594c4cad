// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/**
 * Cameras that come and go while ingest runs. {@link dev.mien.ingest.fleet.CameraTopic} says which
 * there are, {@link dev.mien.ingest.fleet.FleetStage} reads them and shares them with other
 * processes.
 */
@NullMarked
package dev.mien.ingest.fleet;

import org.jspecify.annotations.NullMarked;
