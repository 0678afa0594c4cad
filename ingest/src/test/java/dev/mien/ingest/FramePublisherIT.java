// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.events.Topics;
import dev.mien.ingest.IngestConfig.Mode;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.tracing.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FramePublisherIT {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<StageFailure> failures = new ArrayList<>();

  @Test
  void isIdempotentAndWaitsForAllReplicasWhateverTheClusterSays() {
    Cluster careless =
        new Cluster("localhost:1", Map.of("acks", "0", "enable.idempotence", "false"));

    Map<String, Object> producer = FramePublisher.producerConfig(config(Mode.LIVE), careless);

    assertThat(producer).containsEntry("acks", "all").containsEntry("enable.idempotence", true);
  }

  @Test
  void aLiveFrameThatIsTooLargeIsDropped() {
    send(Mode.LIVE, Topics.MAX_IMAGE_BYTES);

    assertThat(failures).isEmpty();
    assertThat(meters.get("mien.ingest.dropped").tag("cause", "too-large").counter().count())
        .isEqualTo(1);
  }

  @Test
  void aFileFrameThatIsTooLargeIsAFailureThatSaysWhatToDo() {
    send(Mode.FILE, Topics.MAX_IMAGE_BYTES);

    assertThat(failures)
        .singleElement()
        .extracting(Throwable::getMessage)
        .asString()
        .contains("frame 0 of camera list (25165824 bytes")
        .contains("a lower JPEG quality");
  }

  private void send(Mode mode, int bytes) {
    IngestMetrics metrics = new IngestMetrics(meters, "list");
    FramePublisher publisher =
        new FramePublisher(
            config(mode),
            Cluster.at("127.0.0.1:1"),
            metrics,
            Tracing.OFF,
            why -> {},
            failures::add);
    CapturedFrame frame = FrameList.frame(0, 0);

    assertThat(publisher.send(new CapturedFrame(frame.frame(), new Jpeg(new byte[bytes]))))
        .isCompletedExceptionally();

    publisher.close(Duration.ZERO);
  }

  private static IngestConfig config(Mode mode) {
    return IngestConfig.of(new Source("clip.mp4"), "list").withMode(mode);
  }
}
