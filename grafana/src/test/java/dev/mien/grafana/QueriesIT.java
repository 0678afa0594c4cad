// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.registry.ModelPublisher;
import dev.mien.classifier.registry.ModelRefused;
import dev.mien.classifier.serving.ModelPolicy;
import dev.mien.classifier.serving.ServingConfig;
import dev.mien.classifier.stream.ClassifierConfig;
import dev.mien.deploy.pipeline.Clip;
import dev.mien.deploy.pipeline.Pipeline;
import dev.mien.detector.stream.DetectorConfig;
import dev.mien.events.Topics;
import dev.mien.ingest.IngestConfig;
import dev.mien.ingest.IngestConfig.Mode;
import dev.mien.ingest.Source;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Monitor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real pipeline on a clip, scraped by the real Prometheus, asked what the dashboards ask. */
@Timeout(300)
final class QueriesIT {

  private static final String CAMERA = "door.1";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((\\w+), (\\w+)\\)");

  @TempDir private Path folder;

  @Test
  void everyPanelRuleAndAlertFindsData() throws Exception {
    Prometheus.assumeInstalled("prometheus");
    try (Monitor monitor =
            new Monitor(Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        Pipeline pipeline = new Pipeline(made("broker"), 0, monitor.registry())) {
      monitor.start(pipeline::stages);
      Cluster cluster = pipeline.start(DetectorConfig.defaults(), classifier());
      publishCandidate(cluster);
      pipeline.feed(
          IngestConfig.of(new Source(Clip.copyTo(folder).toString()), CAMERA)
              .withMode(Mode.LIVE)
              .withLoop(true),
          cluster);
      try (Prometheus prometheus =
          Prometheus.start(made("prometheus"), monitor.port().getAsInt())) {
        await().atMost(PATIENCE).until(prometheus::isReady);
        awaitData(prometheus, "sum(stage_fault:mien_dead_letters:increase5m)");

        sendBrokenFrame(cluster);

        awaitData(prometheus, "ALERTS{alertname=\"MienDeadLetters\",alertstate=\"firing\"}");
        List<String> unanswered = new ArrayList<>(queries(prometheus));
        assertThat(unanswered).hasSizeGreaterThan(70);
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> {
                  unanswered.removeIf(query -> answers(prometheus, query));
                  assertThat(unanswered).isEmpty();
                });
        assertVariablesHaveValues(prometheus);
      }
    }
  }

  /** Every face goes through the candidate, too. */
  private static ClassifierConfig classifier() {
    ClassifierConfig config = ClassifierConfig.defaults();
    ServingConfig own = config.serving();
    return new ClassifierConfig(
        new ServingConfig(
            own.pinned(), own.device(), own.threads(), own.maxBatch(), new ModelPolicy(1, true)),
        config.halfLife(),
        config.delivery(),
        config.instance(),
        config.group());
  }

  /** The bundled model under another name, which has as many bytes. */
  private void publishCandidate(Cluster cluster) throws IOException, ModelRefused {
    try (InputStream bundled =
        Objects.requireNonNull(EmotionModel.class.getResourceAsStream("model.onnx"))) {
      String bytes = new String(bundled.readAllBytes(), StandardCharsets.ISO_8859_1);
      Path candidate =
          Files.write(
              folder.resolve("candidate.onnx"),
              bytes
                  .replaceAll("mobilefacenet-[0-9a-f]{12}", "mobilefacenet-000000000000")
                  .getBytes(StandardCharsets.ISO_8859_1));
      ModelPublisher.of(candidate, false).publish(cluster, chunk -> {});
    }
  }

  private static List<String> queries(Prometheus prometheus) throws IOException {
    List<String> queries = new ArrayList<>();
    for (Dashboard dashboard : Dashboard.all()) {
      dashboard.queries().forEach(query -> queries.add(filledIn(query)));
    }
    for (JsonNode rule : prometheus.rules()) {
      queries.add(withoutThreshold(rule.path("query").asText()));
    }
    return queries;
  }

  /**
   * As Grafana does, for one camera, every class and every process. What a variable with several
   * values gives is escaped for a regular expression in a quoted string.
   */
  private static String filledIn(String query) {
    return query
        .replace("$__rate_interval", "20s")
        .replace("$camera", CAMERA.replace(".", "\\\\."))
        .replace("$class", ".*")
        .replace("$instance", ".*");
  }

  /** That alerts fire is for {@link AlertsIT}; here all is well, and what they look at is there. */
  private static String withoutThreshold(String query) {
    return query.replace("absent(", "count(").replaceAll(" (==|>|<) [0-9.]+", "");
  }

  private static void awaitData(Prometheus prometheus, String query) {
    await(query).atMost(PATIENCE).until(() -> answers(prometheus, query));
  }

  private static boolean answers(Prometheus prometheus, String query) {
    try {
      return prometheus.query(query).stream()
          .anyMatch(series -> !series.path("value").path(1).asText().equals("NaN"));
    } catch (IOException e) {
      throw new UncheckedIOException(query, e);
    }
  }

  private static void assertVariablesHaveValues(Prometheus prometheus) throws IOException {
    for (Dashboard dashboard : Dashboard.all()) {
      for (JsonNode variable : dashboard.variables()) {
        Matcher query = LABEL_VALUES.matcher(variable.path("definition").asText());
        assertThat(query.matches()).as("%s", variable).isTrue();
        assertThat(prometheus.labelValues(query.group(1), query.group(2))).isNotEmpty();
      }
    }
  }

  private static void sendBrokenFrame(Cluster cluster) throws Exception {
    try (Producer<String, byte[]> producer =
        new KafkaProducer<>(
            cluster.client(Map.of()), new StringSerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(Topics.FRAMES.name(), CAMERA, new byte[] {1})).get();
    }
  }

  private Path made(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }
}
