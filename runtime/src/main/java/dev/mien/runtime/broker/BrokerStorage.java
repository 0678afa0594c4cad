// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** Makes the folders of a new broker, as {@code kafka-storage.sh format} does. */
final class BrokerStorage {

  private BrokerStorage() {}

  /** Formats the storage unless it is formatted. */
  static void format(Path directory, Properties settings) throws IOException {
    Path file = directory.resolve("broker.properties");
    // Kafka reads it as ISO 8859-1: of bytes, all other letters are written as escapes.
    try (OutputStream out = Files.newOutputStream(file)) {
      settings.store(out, "written at every start, do not edit");
    }
    if (!Files.exists(directory.resolve("kafka").resolve("meta.properties"))) {
      execute("format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString());
    }
  }

  private static void execute(String... command) throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int status;
    try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      status = StorageTool.execute(command, out);
    }
    if (status != 0) {
      throw new IOException(said.toString(StandardCharsets.UTF_8).strip());
    }
  }
}
