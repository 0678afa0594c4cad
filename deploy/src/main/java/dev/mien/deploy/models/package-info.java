// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** What people do with the versions of the model on a cluster. */
@NullMarked
package dev.mien.deploy.models;

import org.jspecify.annotations.NullMarked;
