// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the network should run. */
public sealed interface DeviceChoice {

  /** The first CUDA device where there is one, the processor otherwise. */
  record Auto() implements DeviceChoice {
    @Override
    public String toString() {
      return "auto";
    }
  }

  /** The processor. */
  record Cpu() implements DeviceChoice {
    @Override
    public String toString() {
      return "cpu";
    }
  }

  /**
   * One CUDA device; the processor, with a warning, where it is missing.
   *
   * @param index of the device, from 0
   */
  record Cuda(int index) implements DeviceChoice {
    @Override
    public String toString() {
      return "cuda:" + index;
    }
  }

  /**
   * Reads what {@code toString} writes: {@code auto}, {@code cpu} or {@code cuda:N}.
   *
   * @throws IllegalArgumentException if it is none of the three forms
   */
  static DeviceChoice parse(String text) {
    Matcher cuda = Pattern.compile("cuda:(\\d{1,3})").matcher(text);
    if (cuda.matches()) {
      return new Cuda(Integer.parseInt(cuda.group(1)));
    }
    return switch (text) {
      case "auto" -> new Auto();
      case "cpu" -> new Cpu();
      default ->
          throw new IllegalArgumentException(
              "device is '" + text + "', expected auto, cpu or cuda:N, for example cuda:0");
    };
  }
}
