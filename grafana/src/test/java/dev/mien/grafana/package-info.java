// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** Dashboards and rules beside the metrics that there are. */
@NullMarked
package dev.mien.grafana;

import org.jspecify.annotations.NullMarked;
