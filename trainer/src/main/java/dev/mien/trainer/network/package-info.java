// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** Networks, each written once and read three ways: to list their weights, to run, to export. */
@NullMarked
package dev.mien.trainer.network;

import org.jspecify.annotations.NullMarked;
