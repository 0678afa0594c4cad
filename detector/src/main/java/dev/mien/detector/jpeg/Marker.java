// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.jpeg;

/** Marker codes, ITU-T T.81 table B.1: the second byte of a marker, after {@link #PREFIX}. */
final class Marker {

  static final int PREFIX = 0xff;

  /** SOI. */
  static final int START = 0xd8;

  /** EOI. */
  static final int END = 0xd9;

  /** SOS. */
  static final int SCAN = 0xda;

  private static final int TEMPORARY = 0x01;
  private static final int FIRST_RESTART = 0xd0;
  private static final int LAST_RESTART = 0xd7;
  private static final int FIRST_FRAME = 0xc0;
  private static final int LAST_FRAME = 0xcf;
  private static final int HUFFMAN_TABLES = 0xc4;
  private static final int RESERVED = 0xc8;
  private static final int ARITHMETIC_CONDITIONS = 0xcc;

  private Marker() {}

  /** Returns whether no segment follows: RSTn, TEM. */
  static boolean standsAlone(int code) {
    return isRestart(code) || code == TEMPORARY;
  }

  /** Returns whether it is a frame header, SOFn, which says how large the picture is. */
  static boolean isFrame(int code) {
    return code >= FIRST_FRAME
        && code <= LAST_FRAME
        && code != HUFFMAN_TABLES
        && code != RESERVED
        && code != ARITHMETIC_CONDITIONS;
  }

  /** Returns whether the code after a prefix ends entropy-coded data: no zero, restart or fill. */
  static boolean endsScan(int code) {
    return code != 0 && code != PREFIX && !isRestart(code);
  }

  private static boolean isRestart(int code) {
    return code >= FIRST_RESTART && code <= LAST_RESTART;
  }
}
