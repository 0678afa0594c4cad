// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.doctor;

import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.opencv.global.opencv_core;

/** Java, cores, memory, and the native libraries that are called directly. */
final class MachineChecks {

  private static final long LITTLE_MEMORY = 512L << 20;

  private MachineChecks() {}

  static Stream<Finding> all() {
    return Stream.<Supplier<Finding>>of(
            MachineChecks::java,
            MachineChecks::cores,
            MachineChecks::memory,
            () -> library("FFmpeg", () -> avutil.av_version_info().getString()),
            () -> library("OpenCV", () -> opencv_core.getVersionString().getString()))
        .map(Supplier::get);
  }

  private static Finding java() {
    return Finding.ok("Java", Runtime.version() + " (" + System.getProperty("java.vm.name") + ")");
  }

  private static Finding cores() {
    int cores = Runtime.getRuntime().availableProcessors();
    return cores >= 2
        ? Finding.ok("cores", String.valueOf(cores))
        : Finding.note("cores", "1", "a demo in real time wants two or more");
  }

  private static Finding memory() {
    long heap = Runtime.getRuntime().maxMemory();
    String detail = String.format(Locale.ROOT, "%,d MiB for the Java heap", heap >> 20);
    return heap >= LITTLE_MEMORY
        ? Finding.ok("memory", detail)
        : Finding.note("memory", detail, "set MIEN_JAVA_OPTS=-Xmx1g to give it more");
  }

  private static Finding library(String name, Supplier<String> version) {
    try {
      return Finding.ok(name, version.get());
    } catch (LinkageError e) {
      return Finding.missing(
          name,
          "cannot be loaded: " + e.getMessage(),
          "build for this platform with -Dnative.platform=<os>-<arch>, for example linux-arm64");
    }
  }
}
