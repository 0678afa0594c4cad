// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.model;

import ai.djl.engine.Engine;
import dev.mien.runtime.LargeStack;
import dev.mien.runtime.StageFailure;

/**
 * DJL's ONNX Runtime engine. It makes the one {@code OrtEnvironment} of the process and fails if
 * somebody else made it before, so a process that also uses ONNX Runtime directly calls {@link
 * #load} first.
 */
public final class InferenceEngine {

  static final String NAME = "OnnxRuntime";

  private InferenceEngine() {}

  /**
   * Loads the engine, without any network access. Later calls do nothing.
   *
   * @throws StageFailure if ONNX Runtime was in use already or cannot be loaded
   */
  public static void load() {
    engine();
  }

  static Engine engine() {
    // Read by DJL when its classes are loaded: it fetches nothing and reports nothing home.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.onnx.disable_alternative", "true");
    // Every session brings its own threads; those of the environment would lie idle.
    System.setProperty("ai.djl.onnxruntime.num_threads", "1");
    System.setProperty("ai.djl.onnxruntime.num_interop_threads", "1");
    try {
      return LargeStack.call(() -> Engine.getEngine(NAME));
    } catch (RuntimeException | LinkageError e) {
      throw new StageFailure(
          "DJL's ONNX Runtime engine cannot be loaded: "
              + rootMessage(e)
              + ". In a process that uses ONNX Runtime elsewhere, call InferenceEngine.load()"
              + " first; otherwise check with 'mien doctor' that the native library suits this"
              + " machine",
          e);
    }
  }

  static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    for (Throwable cause = root.getCause(); cause != null; cause = root.getCause()) {
      root = cause;
    }
    return String.valueOf(root.getMessage());
  }
}
