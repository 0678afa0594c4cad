// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.doctor;

/**
 * One thing that was looked at.
 *
 * @param verdict how it is
 * @param subject what was looked at
 * @param detail what was found
 * @param remedy what to do about it, empty where nothing needs to be done
 */
record Finding(Verdict verdict, String subject, String detail, String remedy) {

  /** How a thing is. */
  enum Verdict {
    /** As it should be. */
    OK("ok"),
    /** Works, or is not needed for everything. */
    NOTE("note"),
    /** Mien does not work without it. */
    MISSING("MISSING");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  static Finding ok(String subject, String detail) {
    return new Finding(Verdict.OK, subject, detail, "");
  }

  static Finding note(String subject, String detail, String remedy) {
    return new Finding(Verdict.NOTE, subject, detail, remedy);
  }

  static Finding missing(String subject, String detail, String remedy) {
    return new Finding(Verdict.MISSING, subject, detail, remedy);
  }
}
