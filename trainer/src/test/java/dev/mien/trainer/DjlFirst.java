// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer;

import dev.mien.classifier.model.InferenceEngine;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Registered for every test: DJL insists on making ONNX Runtime's environment of the process, and
 * the tests that use it share one with those that use ONNX Runtime directly.
 */
public final class DjlFirst implements BeforeAllCallback {

  @Override
  public void beforeAll(ExtensionContext context) {
    InferenceEngine.load();
  }
}
