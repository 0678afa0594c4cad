// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.classifier.registry.ModelRefused;
import dev.mien.classifier.registry.Refusal;
import org.junit.jupiter.api.Test;

final class ModelLoaderTest {

  @Test
  void modelThatFindsNoRoomOnTheDeviceMayNotServe() {
    assertThatThrownBy(() -> ModelLoader.requireRoom("large", "cpu", "small", "cuda:0"))
        .isInstanceOfSatisfying(
            ModelRefused.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.UNUSABLE))
        .hasMessage(
            "model large could not be loaded on cuda:0 beside small, the log says why: free device memory if there is too little, and promote it again");
  }

  @Test
  void modelMayServeWhereTheOtherDoes() throws ModelRefused {
    ModelLoader.requireRoom("large", "cuda:0", "small", "cuda:0");
    ModelLoader.requireRoom("large", "cpu", "small", "cpu");
    ModelLoader.requireRoom("large", "cuda:0", "small", "cpu");
  }
}
