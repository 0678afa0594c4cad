// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import dev.mien.events.Emotion;
import dev.mien.events.Fault;
import dev.mien.events.ShadowEmotion;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What became of the records of one poll: each is either an emotion or a dead letter.
 *
 * @param output to send, events, shadows and dead letters
 * @param offsets to commit together with the output
 * @param emotions of the good records
 * @param faults of the bad ones
 * @param shadows what a candidate made of some of the good ones
 */
record ClassifiedBatch(
    List<ProducerRecord<byte[], byte[]>> output,
    Map<TopicPartition, OffsetAndMetadata> offsets,
    List<Emotion> emotions,
    List<Fault> faults,
    List<ShadowEmotion> shadows) {}
