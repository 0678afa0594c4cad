// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.pipeline;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.runtime.Health;
import dev.mien.runtime.Stage;
import dev.mien.runtime.StageFailure;
import org.junit.jupiter.api.Test;

class PipelineTest {

  @Test
  void whyAStageFailedIsItsOwnToSay() {
    StageFailure reason = new StageFailure("the model is damaged");

    assertThatThrownBy(() -> Pipeline.awaitReady(new Failed(reason))).isSameAs(reason);
  }

  private record Failed(StageFailure reason) implements Stage {

    @Override
    public String name() {
      return "failed";
    }

    @Override
    public void start() {}

    @Override
    public Health health() {
      return new Health(Health.State.FAILED, String.valueOf(reason.getMessage()));
    }

    @Override
    public void awaitEnd() {
      throw reason;
    }

    @Override
    public void close() {}
  }
}
