// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.watch;

import dev.mien.deploy.options.ClusterOptions;
import dev.mien.deploy.process.StopSignal;
import dev.mien.events.Topics;
import dev.mien.runtime.TopicReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code mien watch}. */
@Command(
    name = "watch",
    customSynopsis = "mien watch [--topic <name>]... [--camera <id>] [--json] [<options>]",
    description = "Follow the topics of a cluster")
public final class WatchCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofMillis(500);

  @Option(
      names = "--topic",
      paramLabel = "<name>",
      description = "topic to follow; may be repeated (default: mien.emotions)")
  private List<String> topics = List.of(Topics.EMOTIONS.name());

  @Option(names = "--camera", paramLabel = "<id>", description = "show this camera only")
  private @Nullable String camera;

  @Mixin private EmotionOptions emotions;

  @Option(names = "--json", description = "print the JSON of every record, one a line")
  private boolean json;

  @Option(names = "--from-beginning", description = "begin with the oldest record, not the next")
  private boolean fromBeginning;

  @Option(names = "--count", paramLabel = "<n>", description = "end after so many records")
  private long count = Long.MAX_VALUE;

  @Mixin private ClusterOptions cluster;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (count < 1) {
      throw new IllegalArgumentException("--count is " + count + ", expected 1 or more");
    }
    emotions.check(topics);
    try (TopicReader reader = new TopicReader(cluster.cluster());
        StopSignal signal = new StopSignal(reader::wakeup)) {
      signal.start();
      reader.open(topics, fromBeginning);
      emotions.checkClasses(reader.topics());
      spec.commandLine()
          .getErr()
          .println(
              "following "
                  + String.join(", ", topics)
                  + " at "
                  + cluster.cluster().bootstrapServers());
      follow(reader);
    } catch (WakeupException e) {
      return 0; // the user has seen enough
    }
    return 0;
  }

  private void follow(TopicReader reader) {
    PrintWriter out = spec.commandLine().getOut();
    long left = count;
    while (left > 0 && !out.checkError()) {
      for (ConsumerRecord<byte[], byte[]> record : reader.poll(PATIENCE)) {
        if (left > 0 && isOfCamera(record) && emotions.isWanted(record)) {
          out.println(Printable.of(json ? RecordJson.of(record) : RecordLine.of(record)));
          left--;
        }
      }
      out.flush();
    }
  }

  private boolean isOfCamera(ConsumerRecord<byte[], byte[]> record) {
    if (camera == null) {
      return true;
    }
    String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    return key.equals(camera) || key.startsWith(camera + "/");
  }
}
