// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector;

import dev.mien.detector.image.Picture;
import java.util.List;

/** Finds faces. Safe for use by several threads at once; the same picture gives the same faces. */
public interface FaceDetector extends AutoCloseable {

  /**
   * Returns every face, the highest score first, none twice.
   *
   * @param picture stays the caller's to close
   */
  List<Detection> detect(Picture picture);

  /** Frees the networks; no call of {@link #detect} may be running. */
  @Override
  void close();
}
