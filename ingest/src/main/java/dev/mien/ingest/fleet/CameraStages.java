// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.fleet;

import dev.mien.events.Camera;
import dev.mien.runtime.Stage;

/** What reads one camera each. For any thread. */
interface CameraStages {

  /** Returns a new, unstarted stage. */
  Stage create(Camera camera);

  /** The camera is read no more: nothing shall tell of it. */
  void forget(Camera camera);
}
