// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.network;

import dev.mien.classifier.model.Preprocessing;
import java.util.List;

/** What turns pictures of faces into feature planes. */
public interface Backbone {

  /** Returns what it goes by in configurations, for example {@code mobilefacenet}. */
  String name();

  /** Returns the form of the pictures it takes. */
  Preprocessing preprocessing();

  /** Returns its parts, in the order of the data. */
  List<Stage> stages();

  /** Returns how many feature planes come out. */
  int features();
}
