// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LargeStackTest {

  @Test
  void goesDeeperThanTheThreadThatAsks() {
    int here = deepest();

    assertThat(LargeStack.call(LargeStackTest::deepest)).isGreaterThan(4 * here);
  }

  @Test
  void throwsWhatTheCallThrows() {
    IllegalStateException thrown = new IllegalStateException("no such library");

    assertThatThrownBy(
            () ->
                LargeStack.call(
                    () -> {
                      throw thrown;
                    }))
        .isSameAs(thrown);
  }

  /** Of several: a frame is large until the method is compiled. */
  private static int deepest() {
    return IntStream.range(0, 20).map(i -> depth()).max().orElseThrow();
  }

  private static int depth() {
    int[] depth = new int[1];
    try {
      descend(depth);
    } catch (StackOverflowError e) {
      return depth[0];
    }
    throw new AssertionError("there is no end");
  }

  @SuppressWarnings("InfiniteRecursion") // the end of the stack is what is looked for
  private static void descend(int[] depth) {
    depth[0]++;
    descend(depth);
  }
}
