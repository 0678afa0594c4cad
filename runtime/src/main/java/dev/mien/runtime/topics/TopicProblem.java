// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime.topics;

import dev.mien.events.Topic;

/**
 * A topic that is not as Mien needs it.
 *
 * @param topic as it should be
 * @param problem what it is instead, for a person
 */
public record TopicProblem(Topic topic, String problem) {

  @Override
  public String toString() {
    return "topic '" + topic.name() + "' " + problem;
  }
}
