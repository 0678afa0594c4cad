// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.grafana;

import dev.mien.classifier.rates.RatesConfig;
import dev.mien.classifier.rates.RatesStage;
import dev.mien.classifier.serving.ModelMetrics;
import dev.mien.classifier.stream.ClassifierConfig;
import dev.mien.classifier.stream.ClassifierMetrics;
import dev.mien.classifier.stream.ClassifierStage;
import dev.mien.detector.stream.DetectorConfig;
import dev.mien.detector.stream.DetectorStage;
import dev.mien.ingest.IngestConfig;
import dev.mien.ingest.IngestStage;
import dev.mien.ingest.Source;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.KafkaMeters;
import dev.mien.runtime.ProcessMetrics;
import dev.mien.runtime.Stage;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The names of all metrics as Prometheus has them, from the stages' own meters. */
final class Metrics {

  private static final Pattern NAME = Pattern.compile("^([a-z]\\w+)[{ ]", Pattern.MULTILINE);
  private static final PrometheusNamingConvention NAMING = new PrometheusNamingConvention();

  private Metrics() {}

  static Set<String> names() {
    Set<String> names = new TreeSet<>(ofStages());
    // Those that need a model, a face or a broker before there is one.
    names.add(NAMING.name(ModelMetrics.MODEL, Meter.Type.GAUGE, null));
    names.add(NAMING.name(ModelMetrics.DEVICE, Meter.Type.GAUGE, null));
    names.add(counter(ClassifierMetrics.EVENTS));
    names.add(counter(ClassifierMetrics.PROBABILITY));
    names.add(NAMING.name(ModelMetrics.SHADOW_MODEL, Meter.Type.GAUGE, null));
    names.add(counter(ModelMetrics.SHADOW_EMOTIONS + ".faces"));
    names.add("jvm_gc_pause_seconds_sum");
    for (String kafka : KafkaMeters.SHOWN) {
      names.add(NAMING.name(kafka, Meter.Type.GAUGE, null));
      names.add(counter(kafka));
    }
    return names;
  }

  private static String counter(String name) {
    return NAMING.name(name, Meter.Type.COUNTER, null) + "_total";
  }

  private static Set<String> ofStages() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Cluster nobody = Cluster.at("127.0.0.1:1");
    List<Stage> stages =
        List.of(
            new IngestStage(IngestConfig.of(new Source("camera.mp4"), "door"), nobody, registry),
            new DetectorStage(DetectorConfig.defaults(), nobody, registry),
            new ClassifierStage(ClassifierConfig.defaults(), nobody, registry),
            new RatesStage(RatesConfig.defaults(), nobody, registry));
    try (ProcessMetrics process = new ProcessMetrics()) {
      process.bindTo(registry);
      return NAME.matcher(registry.scrape())
          .results()
          .map(match -> match.group(1))
          .collect(Collectors.toSet());
    } finally {
      stages.forEach(Stage::close);
    }
  }
}
