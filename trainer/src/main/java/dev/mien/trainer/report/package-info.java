// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
/** What a person reads about a trained model: a page, and a model card. */
@NullMarked
package dev.mien.trainer.report;

import org.jspecify.annotations.NullMarked;
