// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

  @Test
  void showsControlCharactersInsteadOfObeyingThem() {
    assertThat(Printable.of("a\u001b[2Jb\r\nc\u007f\u009b2J"))
        .isEqualTo("a\\u001b[2Jb\\u000d\\u000ac\\u007f\\u009b2J");
  }

  @Test
  void leavesOtherTextAsItIs() {
    assertThat(Printable.of("{\"camera\":\"Tür 1\"} 100 %"))
        .isEqualTo("{\"camera\":\"Tür 1\"} 100 %");
  }
}
