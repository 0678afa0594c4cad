// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a record could not be processed. The set is closed, so it can label a metric. */
public enum Fault {
  /** The record has no key. */
  MISSING_KEY,
  /** The record has no header {@value Wire#HEADER}. */
  MISSING_HEADER,
  /** The header is no JSON, lacks a field, or a field is out of range. */
  BROKEN_HEADER,
  /** The value is missing or has no bytes. */
  EMPTY_VALUE,
  /** The value is no picture of the expected format. */
  NOT_AN_IMAGE,
  /** The picture ends before its end marker. */
  TRUNCATED_IMAGE,
  /** A side of the picture is 0, above the limit, or not what the header says. */
  IMAGE_SIZE,
  /** The picture looked well-formed but could not be decoded. */
  UNDECODABLE_IMAGE,
  /** The value is no JSON of the expected record. */
  BROKEN_JSON,
  /** Nothing is wrong with the record as far as the stage knows, but it failed on it: a bug. */
  STAGE_ERROR;

  /** Returns the name on the wire, for example {@code truncated-image}. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
