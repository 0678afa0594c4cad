// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.model;

import dev.mien.events.BadRecord;
import dev.mien.events.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Checks a PNG before a decoder sees it: signature, every chunk and its CRC, size and kind of the
 * picture, end marker. See "Portable Network Graphics (PNG) Specification", W3C, chapter 5.
 */
final class PngStructure {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final String HEADER = "IHDR";
  private static final String END = "IEND";
  private static final int HEADER_LENGTH = 13;
  private static final int TYPE_LENGTH = 4;
  private static final int BITS = 8;
  private static final int TRUECOLOUR = 2;

  private PngStructure() {}

  /** Returns the bytes as they are. */
  static byte[] check(byte @Nullable [] png, int width, int height) throws BadRecord {
    if (png == null || png.length == 0) {
      throw new BadRecord(Fault.EMPTY_VALUE, "the value has no bytes");
    }
    checkSignature(png);
    ByteBuffer in = ByteBuffer.wrap(png, SIGNATURE.length, png.length - SIGNATURE.length);
    checkHeader(next(in), width, height);
    while (!next(in).type.equals(END)) {
      // Every chunk up to the last one has to be whole.
    }
    return png;
  }

  private static void checkSignature(byte[] png) throws BadRecord {
    int length = Math.min(png.length, SIGNATURE.length);
    if (!Arrays.equals(png, 0, length, SIGNATURE, 0, length)) {
      throw new BadRecord(
          Fault.NOT_AN_IMAGE, png.length + " bytes that do not begin with the signature of a PNG");
    }
    if (length < SIGNATURE.length) {
      throw truncated(png.length);
    }
  }

  private static void checkHeader(Chunk chunk, int width, int height) throws BadRecord {
    ByteBuffer header = chunk.data;
    if (!chunk.type.equals(HEADER) || header.remaining() != HEADER_LENGTH) {
      throw new BadRecord(
          Fault.NOT_AN_IMAGE,
          "PNG that begins with a chunk '"
              + chunk.type
              + "' of "
              + header.remaining()
              + " bytes instead of its header");
    }
    int actualWidth = header.getInt();
    int actualHeight = header.getInt();
    if (actualWidth != width || actualHeight != height) {
      throw new BadRecord(
          Fault.IMAGE_SIZE,
          "PNG of %s x %s pixels, expected %d x %d"
              .formatted(
                  Integer.toUnsignedString(actualWidth),
                  Integer.toUnsignedString(actualHeight),
                  width,
                  height));
    }
    int bits = header.get();
    int colour = header.get();
    if (bits != BITS || colour != TRUECOLOUR) {
      throw new BadRecord(
          Fault.NOT_AN_IMAGE,
          "PNG of colour type %d with %d bits, expected 8-bit RGB (type 2)"
              .formatted(colour, bits));
    }
  }

  private static Chunk next(ByteBuffer in) throws BadRecord {
    if (in.remaining() < Integer.BYTES + TYPE_LENGTH) {
      throw truncated(in.limit());
    }
    int length = in.getInt();
    if (length < 0 || length > in.remaining() - TYPE_LENGTH - Integer.BYTES) {
      throw truncated(in.limit());
    }
    ByteBuffer covered = in.slice(in.position(), TYPE_LENGTH + length);
    in.position(in.position() + TYPE_LENGTH + length);
    CRC32 crc = new CRC32();
    crc.update(covered.duplicate());
    byte[] type = new byte[TYPE_LENGTH];
    covered.get(type);
    String name = new String(type, StandardCharsets.ISO_8859_1);
    if (in.getInt() != (int) crc.getValue()) {
      throw new BadRecord(Fault.UNDECODABLE_IMAGE, "PNG whose chunk '" + name + "' is damaged");
    }
    return new Chunk(name, covered);
  }

  private static BadRecord truncated(int length) {
    return new BadRecord(
        Fault.TRUNCATED_IMAGE, "PNG of " + length + " bytes that ends before its end marker");
  }

  private record Chunk(String type, ByteBuffer data) {}
}
