// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.track;

import dev.mien.events.BadRecord;
import dev.mien.events.Wire;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/** A tracker's state as versioned JSON, for a state store and its changelog topic. */
public final class TrackerStateSerde {

  private static final int VERSION = 1;

  private TrackerStateSerde() {}

  /** Returns the serde, which throws {@link SerializationException} for other versions. */
  public static Serde<TrackerState> serde() {
    return Serdes.serdeFrom(
        (topic, state) -> write(state), (topic, json) -> json == null ? null : read(json));
  }

  private static byte @Nullable [] write(@Nullable TrackerState state) {
    return state == null ? null : Wire.write(new Stored(VERSION, state));
  }

  private static TrackerState read(byte[] json) {
    try {
      int version = Wire.read(json, Version.class).version;
      if (version != VERSION) {
        throw new SerializationException(
            "the tracks are of version %d, this detector knows %d: run the newer detector, or"
                    .formatted(version, VERSION)
                + " another --application to begin anew");
      }
      return Wire.read(json, Stored.class).state;
    } catch (BadRecord e) {
      throw new SerializationException("the stored tracks are broken: " + e.getMessage(), e);
    }
  }

  /** What the JSON of every version has, whatever else is in it. */
  private record Version(int version) {}

  /** The JSON. */
  private record Stored(int version, TrackerState state) {}
}
