// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.registry;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mien.classifier.TestCluster;
import dev.mien.classifier.model.ModelVariant;
import dev.mien.events.ModelChange;
import dev.mien.events.ModelVersion;
import dev.mien.runtime.Cluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster for all tests of a class, each with versions of its own, and what they publish into it
 * and read of it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TestRegistry {

  TestCluster kafka;
  private Path folder;

  @BeforeAll
  void open(@TempDir Path directory) {
    folder = directory;
    kafka = new TestCluster(directory.resolve("broker"));
  }

  @AfterAll
  void close() {
    kafka.close();
  }

  Cluster cluster() {
    return kafka.cluster();
  }

  ModelVersion publish(String version) throws Exception {
    ModelPublisher publisher = packed(new ModelVariant(version).bytes());
    publisher.publish(kafka.cluster(), sent -> {});
    return publisher.version();
  }

  /** Publishes a file whose classes may be others than those there are. */
  void publishOtherClasses(byte[] file) throws Exception {
    packed(file, true).publish(kafka.cluster(), sent -> {});
  }

  ModelPublisher packed(byte[] file) throws Exception {
    return packed(file, false);
  }

  private ModelPublisher packed(byte[] file, boolean allowClassChange) throws Exception {
    return ModelPublisher.of(Files.write(folder.resolve("model.onnx"), file), allowClassChange);
  }

  ModelRefused fetch(ModelVersion version) {
    return catchThrowableOfType(
        ModelRefused.class, () -> ModelFiles.fetch(kafka.cluster(), version));
  }

  ModelVersion record(String version) {
    return CatalogueReader.read(kafka.cluster()).require(version);
  }

  String active() {
    return CatalogueReader.read(kafka.cluster()).active().orElseThrow().version();
  }

  ModelChange change(String version) {
    return record(version).change();
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
