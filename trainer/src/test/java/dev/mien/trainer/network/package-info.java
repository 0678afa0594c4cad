// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
@NullMarked
package dev.mien.trainer.network;

import org.jspecify.annotations.NullMarked;
