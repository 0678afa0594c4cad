// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * Why a record lies in {@code mien.dead-letters}. Travels as the header {@value Wire#HEADER}; key,
 * value and the other headers are those of the original record, whose own {@value Wire#HEADER} is
 * kept as {@value Wire#ORIGINAL_HEADER}. Where these would be too large together, only the key is
 * left, as the message says.
 *
 * @param topic of the original record
 * @param partition of the original record
 * @param offset of the original record
 * @param stage that refused it, for example {@code detector}
 * @param fault kind of the error
 * @param message one sentence with the offending value
 */
@JsonPropertyOrder({"topic", "partition", "offset", "stage", "fault", "message"})
public record DeadLetter(
    String topic, int partition, long offset, String stage, Fault fault, String message) {

  /**
   * Checks every component.
   *
   * @throws IllegalArgumentException naming the component and its value
   */
  public DeadLetter {
    Check.present("topic", topic);
    Check.notNegative("partition", partition);
    Check.notNegative("offset", offset);
    Check.present("stage", stage);
    Check.present("message", message);
  }
}
