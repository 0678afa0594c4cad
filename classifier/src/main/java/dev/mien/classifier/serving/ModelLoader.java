// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.serving;

import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.model.ModelMetadata;
import dev.mien.classifier.registry.ModelFiles;
import dev.mien.classifier.registry.ModelGate;
import dev.mien.classifier.registry.ModelRefused;
import dev.mien.classifier.registry.Refusal;
import dev.mien.events.ModelVersion;
import dev.mien.events.Topics;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.topics.TopicAdmin;
import dev.mien.runtime.topics.TopicProblem;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** From the record of a version to a model that may serve. */
final class ModelLoader {

  private final ServingConfig config;
  private final Cluster cluster;
  private final ModelMetrics metrics;

  ModelLoader(ServingConfig config, Cluster cluster, ModelMetrics metrics) {
    this.config = config;
    this.cluster = cluster;
    this.metrics = metrics;
  }

  /**
   * Fetches, checks and warms a version that is to serve, on the thread of the caller.
   *
   * @param serving what it has to fit, and to find room beside
   * @param isUnwanted is asked while it waits
   * @return the model, which the caller closes
   * @throws ModelRefused if it may not serve
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
   */
  EmotionModel load(ModelVersion version, EmotionModel serving, BooleanSupplier isUnwanted)
      throws ModelRefused {
    requireTopics(version, serving.metadata());
    EmotionModel loaded = loadToTry(version, isUnwanted);
    try {
      requireRoom(
          version.version(), loaded.device(), serving.metadata().version(), serving.device());
      return loaded;
    } catch (ModelRefused e) {
      loaded.close();
      throw e;
    }
  }

  /** A model that finds no room on a device runs on the processor, which may be much too slow. */
  static void requireRoom(String version, String device, String serving, String servingOn)
      throws ModelRefused {
    if (device.equals(EmotionModel.CPU) && !servingOn.equals(EmotionModel.CPU)) {
      throw new ModelRefused(
          Refusal.UNUSABLE,
          "model %s could not be loaded on %s beside %s, the log says why: free device memory if there is too little, and promote it again"
              .formatted(version, servingOn, serving));
    }
  }

  /** Loads a version as {@link #load} does that writes to no topic of a class, so needs none. */
  EmotionModel loadToTry(ModelVersion version, BooleanSupplier isUnwanted) throws ModelRefused {
    try {
      return metrics.timeLoad(
          () -> {
            byte[] onnx = ModelFiles.fetch(cluster, version, isUnwanted);
            return ModelGate.open(
                version, onnx, config.device(), config.threads(), config.maxBatch());
          });
    } catch (ModelRefused | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("nothing else is thrown", e);
    }
  }

  private void requireTopics(ModelVersion version, ModelMetadata current) throws ModelRefused {
    if (current.classes().containsAll(version.classes())) {
      return;
    }
    try (TopicAdmin admin = new TopicAdmin(cluster)) {
      List<TopicProblem> problems =
          admin.check(
              version.classes().stream()
                  .map(name -> Topics.emotions(name).withAnyPartitions())
                  .toList());
      if (!problems.isEmpty()) {
        throw new ModelRefused(
            Refusal.TOPICS,
            "model %s: %s: make them with 'mien topics create --mend --classes %s', roll it back and promote it again"
                .formatted(
                    version.version(),
                    problems.stream().map(TopicProblem::toString).collect(Collectors.joining("; ")),
                    String.join(",", version.classes())));
      }
    }
  }
}
