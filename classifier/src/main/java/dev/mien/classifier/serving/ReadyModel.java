// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.serving;

import dev.mien.classifier.model.EmotionModel;
import dev.mien.events.ModelVersion;
import org.jspecify.annotations.Nullable;

/**
 * A model that may serve.
 *
 * @param version that was published, null for what the classifier brings itself
 * @param model which is closed by whoever it serves last
 * @param probation what it has to show while its predecessor is kept
 */
public record ReadyModel(@Nullable ModelVersion version, EmotionModel model, Probation probation) {

  /** What a model that begins to serve has to show, and its predecessor stays for. */
  public enum Probation {
    /** Nothing. */
    NONE,
    /** That it does not fail, nor gives no finite scores where its predecessor has some. */
    SOUND,
    /** That, and that it is not much slower. */
    AS_FAST
  }

  /** Returns which upload of which version it is, empty for what the classifier brings itself. */
  String file() {
    return file(version);
  }

  /** Returns the same of a version that may be missing. */
  static String file(@Nullable ModelVersion version) {
    return version == null ? "" : version.file();
  }

  /** Returns the name that events carry. */
  String name() {
    return model.metadata().version();
  }
}
