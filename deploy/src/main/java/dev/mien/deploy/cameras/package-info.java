// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** Which cameras a cluster has, and the process that reads them. */
@NullMarked
package dev.mien.deploy.cameras;

import org.jspecify.annotations.NullMarked;
