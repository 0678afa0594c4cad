// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import dev.mien.events.Fault;
import dev.mien.events.Wire;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Ways in which a record with a picture can be broken, and what has to be said about each. */
enum Damage {
  NO_PICTURE(Fault.NOT_AN_IMAGE) {
    @Override
    byte[] value(byte[] picture) {
      return "no picture".getBytes(StandardCharsets.UTF_8);
    }
  },
  TRUNCATED_PICTURE(Fault.TRUNCATED_IMAGE) {
    @Override
    byte[] value(byte[] picture) {
      return Arrays.copyOf(picture, picture.length / 2);
    }
  },
  NO_BYTES(Fault.EMPTY_VALUE) {
    @Override
    byte[] value(byte[] picture) {
      return new byte[0];
    }
  },
  NO_PIXELS(Fault.IMAGE_SIZE) {
    @Override
    byte[] value(byte[] picture) {
      return withSide(picture, 0);
    }
  },
  TOO_MANY_PIXELS(Fault.IMAGE_SIZE) {
    @Override
    byte[] value(byte[] picture) {
      return withSide(picture, 50_000);
    }
  },
  NO_HEADER(Fault.MISSING_HEADER) {
    @Override
    RecordHeaders headers(byte[] header) {
      return new RecordHeaders();
    }
  },
  BROKEN_HEADER(Fault.BROKEN_HEADER) {
    @Override
    RecordHeaders headers(byte[] header) {
      return super.headers(Arrays.copyOf(header, header.length - 1));
    }
  };

  private static final byte[] PNG_HEADER = {'I', 'H', 'D', 'R'};
  private static final int IHDR_BYTES = PNG_HEADER.length + 13;
  private static final byte[] JPEG_START_OF_FRAME = {(byte) 0xFF, (byte) 0xC0};

  private final Fault fault;

  Damage(Fault fault) {
    this.fault = fault;
  }

  Fault fault() {
    return fault;
  }

  /** Returns the record of a good picture with this damage done to it. */
  ProducerRecord<byte[], byte[]> to(String topic, byte[] key, byte[] picture, byte[] header) {
    return new ProducerRecord<>(topic, null, key, value(picture), headers(header));
  }

  byte[] value(byte[] picture) {
    return picture;
  }

  RecordHeaders headers(byte[] header) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(Wire.HEADER, header);
    return headers;
  }

  /** Writes what the picture says about its width and height, and leaves the rest. */
  private static byte[] withSide(byte[] picture, int side) {
    ByteBuffer changed = ByteBuffer.wrap(picture.clone());
    if (picture[0] == (byte) 0xFF) {
      int start = find(picture, JPEG_START_OF_FRAME);
      changed.putShort(start + 5, (short) side).putShort(start + 7, (short) side);
    } else {
      int start = find(picture, PNG_HEADER);
      changed.putInt(start + 4, side).putInt(start + 8, side);
      CRC32 checksum = new CRC32();
      checksum.update(changed.array(), start, IHDR_BYTES);
      changed.putInt(start + IHDR_BYTES, (int) checksum.getValue());
    }
    return changed.array();
  }

  private static int find(byte[] picture, byte[] part) {
    return IntStream.range(0, picture.length - part.length)
        .filter(at -> Arrays.equals(picture, at, at + part.length, part, 0, part.length))
        .findFirst()
        .orElseThrow();
  }
}
