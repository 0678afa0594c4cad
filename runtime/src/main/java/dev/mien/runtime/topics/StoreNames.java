// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime.topics;

/** What the stores of Kafka Streams are called, and so the topics that they are restored from. */
public final class StoreNames {

  /** The tracks of the cameras, in the detector. */
  public static final String TRACKS = "tracks";

  /** The open windows of the cameras, in the rates. */
  public static final String WINDOWS = "windows";

  private StoreNames() {}
}
