// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mien.events.BadRecord;
import dev.mien.events.Fault;
import dev.mien.events.ModelVersion;
import dev.mien.events.Wire;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.KafkaFailures;
import dev.mien.runtime.StageFailure;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code mien.models} from its beginning and goes on with what comes. A record that is no
 * version is logged and takes away the one before, see {@link Catalogue#isUnreadable}; a topic that
 * was made anew and has fewer records than before is read anew. For one thread.
 */
public final class CatalogueReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CatalogueReader.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Cluster cluster;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private Catalogue catalogue = Catalogue.EMPTY;

  /** Whether it was made to begin anew and has not reached the end since. */
  private boolean behind;

  /** Makes a reader that has not asked anything yet. */
  public CatalogueReader(Cluster cluster) {
    this.cluster = cluster;
    this.consumer = RegistryClients.consumer(cluster, "read_committed");
    consumer.assign(List.of(RegistryClients.MODELS));
    consumer.seekToBeginning(List.of(RegistryClients.MODELS));
  }

  /**
   * Returns what the topic says now.
   *
   * @throws StageFailure if Kafka does not answer
   */
  public static Catalogue read(Cluster cluster) {
    try (CatalogueReader reader = new CatalogueReader(cluster)) {
      return reader.toEnd();
    } catch (KafkaException e) {
      throw KafkaFailures.explained("reader of " + RegistryClients.MODELS.topic(), e);
    }
  }

  /**
   * Reads on to what is the end now. A change that is being written is waited for, at most two
   * minutes.
   *
   * @throws KafkaException if Kafka does not answer, or the change stays undecided
   */
  public Catalogue toEnd() {
    return toEnd(() -> false);
  }

  /**
   * Reads on as {@link #toEnd()} does.
   *
   * @param isUnwanted is asked while it waits
   * @throws StageFailure if it became unwanted before the end
   */
  public Catalogue toEnd(BooleanSupplier isUnwanted) {
    return toEnd(RegistryClients.PATIENCE, isUnwanted);
  }

  Catalogue toEnd(Duration patience, BooleanSupplier isUnwanted) {
    long deadline = System.nanoTime() + patience.toNanos();
    long end = RegistryClients.writtenUntil(cluster, RegistryClients.MODELS);
    while (consumer.position(RegistryClients.MODELS) < end) {
      if (isUnwanted.getAsBoolean()) {
        throw new StageFailure(RegistryClients.MODELS.topic() + " is wanted no longer");
      }
      if (System.nanoTime() - deadline > 0) {
        throw undecided(end, patience);
      }
      if (isReadAnew(POLL)) {
        end = RegistryClients.writtenUntil(cluster, RegistryClients.MODELS);
      }
    }
    behind = false;
    return catalogue;
  }

  /** Asks the broker once more, which fails with a reason of its own if it is gone. */
  private TimeoutException undecided(long end, Duration patience) {
    return new TimeoutException(
        "%s has %d records, but those from %d on are in a transaction that was not ended within %d s: look at it with 'kafka-transactions.sh find-hanging'"
            .formatted(
                RegistryClients.MODELS.topic(),
                end,
                RegistryClients.end(consumer, RegistryClients.MODELS),
                patience.toSeconds()));
  }

  /**
   * Waits for changes, but no longer than the patience; where the topic was made anew, until it is
   * read to its end: on the way there, models would come and go that were active once.
   *
   * @param isUnwanted is asked while it reads anew
   * @throws KafkaException if Kafka does not answer
   * @throws StageFailure if it became unwanted
   */
  public Catalogue poll(Duration patience, BooleanSupplier isUnwanted) {
    if (behind || isReadAnew(patience)) {
      return toEnd(isUnwanted);
    }
    return catalogue;
  }

  private boolean isReadAnew(Duration patience) {
    try {
      consumer.poll(patience).forEach(this::apply);
      return false;
    } catch (InvalidOffsetException e) {
      LOG.warn("{} is read anew: {}", RegistryClients.MODELS.topic(), e.getMessage());
      catalogue = Catalogue.EMPTY;
      consumer.seekToBeginning(List.of(RegistryClients.MODELS));
      behind = true;
      return true;
    }
  }

  @Override
  public void close() {
    consumer.close();
  }

  private void apply(ConsumerRecord<byte[], byte[]> change) {
    String key = change.key() == null ? "" : new String(change.key(), UTF_8);
    if (change.value() == null) {
      catalogue = catalogue.without(key);
      return;
    }
    try {
      ModelVersion version = Wire.read(change.value(), ModelVersion.class);
      if (!version.version().equals(key)) {
        throw new BadRecord(
            Fault.BROKEN_JSON, "version '%s' under the key '%s'".formatted(version.version(), key));
      }
      catalogue = catalogue.with(version);
    } catch (BadRecord e) {
      // Kafka keeps the last record of a key: what was before is gone for all who read it later
      catalogue = catalogue.unreadable(key);
      LOG.warn(
          "{}@{} is no version, so '{}' is there no longer: {}",
          change.topic(),
          change.offset(),
          key,
          e.getMessage());
    }
  }
}
