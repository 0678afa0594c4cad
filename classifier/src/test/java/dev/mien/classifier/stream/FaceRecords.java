// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import dev.mien.classifier.FaceSamples;
import dev.mien.events.Face;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Records of {@code mien.faces}, good and bad. */
final class FaceRecords {

  private FaceRecords() {}

  static ProducerRecord<byte[], byte[]> good(Face face, byte[] png) {
    return record(face.frame().camera(), Wire.write(face), png, face.frame().capturedMicros());
  }

  /** Returns one of six ways to be bad; all of them differ. */
  static ProducerRecord<byte[], byte[]> bad(int i, long capturedMicros) {
    byte[] png = FaceSamples.png("calm");
    byte[] header = Wire.write(FaceSamples.face("door", 1, i, capturedMicros));
    return switch (i % 6) {
      case 0 -> record("door", header, new byte[0], capturedMicros);
      case 1 -> record("door", header, java.util.Arrays.copyOf(png, 1_000), capturedMicros);
      case 2 ->
          record("door", header, "no picture".getBytes(StandardCharsets.UTF_8), capturedMicros);
      case 3 -> record("door", null, png, capturedMicros);
      case 4 -> record("door", "{}".getBytes(StandardCharsets.UTF_8), png, capturedMicros);
      default -> record(null, header, png, capturedMicros);
    };
  }

  private static ProducerRecord<byte[], byte[]> record(
      @Nullable String key, byte @Nullable [] header, byte[] value, long capturedMicros) {
    Headers headers = new RecordHeaders();
    if (header != null) {
      headers.add(Wire.HEADER, header);
    }
    return new ProducerRecord<>(
        Topics.FACES.name(),
        null,
        capturedMicros / 1_000,
        key == null ? null : key.getBytes(StandardCharsets.UTF_8),
        value,
        headers);
  }
}
