// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.train;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings of which only some are given. */
final class Values {

  private Values() {}

  static void put(Map<String, Object> values, String name, @Nullable Object value) {
    if (value != null) {
      values.put(name, value);
    }
  }
}
