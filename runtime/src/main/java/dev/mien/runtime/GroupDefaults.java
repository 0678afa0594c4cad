// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.GroupProtocol;

/** How the consumers of a group share partitions, where the user says nothing else. */
public final class GroupDefaults {

  private GroupDefaults() {}

  /**
   * Returns settings by which the partitions of one that dies go to the others after {@link
   * Delivery#TAKEOVER_MILLIS}, and those that stay where they are go on meanwhile. With {@code
   * group.protocol=consumer} both are the brokers' to say, and there are none.
   */
  public static Map<String, Object> of(Cluster cluster) {
    return brokersShareOut(cluster)
        ? Map.of()
        : Map.of(
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
            Delivery.TAKEOVER_MILLIS,
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
            CooperativeStickyAssignor.class.getName());
  }

  /** Then session and assignment are settings of theirs, which a consumer refuses. */
  private static boolean brokersShareOut(Cluster cluster) {
    return GroupProtocol.CONSUMER
        .name()
        .equalsIgnoreCase(cluster.properties().get(ConsumerConfig.GROUP_PROTOCOL_CONFIG));
  }
}
