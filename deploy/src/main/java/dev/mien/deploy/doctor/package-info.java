// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** What this installation finds around it, and what to do about what is missing. */
@NullMarked
package dev.mien.deploy.doctor;

import org.jspecify.annotations.NullMarked;
