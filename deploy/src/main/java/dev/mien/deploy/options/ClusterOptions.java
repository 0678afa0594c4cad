// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.options;

import dev.mien.runtime.Cluster;
import dev.mien.runtime.FileProblem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Kafka cluster, and how to reach it. */
public final class ClusterOptions {

  private static final String SERVERS = CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "<host:port,...>",
      description =
          "Kafka cluster to talk to (default: "
              + SERVERS
              + " of the Kafka properties, or "
              + Cluster.DEFAULT_BOOTSTRAP_SERVERS
              + ")")
  private @Nullable String bootstrapServers;

  @Option(
      names = "--kafka-config",
      paramLabel = "<file>",
      description = "Kafka client properties, for example for TLS and SASL")
  private @Nullable Path file;

  @Option(
      names = "--kafka-property",
      paramLabel = "<name=value>",
      description = "one Kafka client property; may be repeated, wins over the file")
  private Map<String, String> properties = new LinkedHashMap<>();

  /**
   * Returns the cluster.
   *
   * @throws IllegalArgumentException if the file of properties cannot be read, or names another
   *     cluster than the option
   */
  public Cluster cluster() {
    Map<String, String> all = new LinkedHashMap<>();
    if (file != null) {
      all.putAll(read(file));
    }
    all.putAll(properties);
    return new Cluster(servers(all.remove(SERVERS)), all);
  }

  private String servers(@Nullable String property) {
    if (bootstrapServers == null) {
      return property == null ? Cluster.DEFAULT_BOOTSTRAP_SERVERS : property.strip();
    }
    if (property != null && !property.strip().equals(bootstrapServers)) {
      throw new IllegalArgumentException(
          "--bootstrap-servers (or MIEN_BOOTSTRAP_SERVERS) is %s, but %s of the Kafka properties is %s: leave one of them out"
              .formatted(bootstrapServers, SERVERS, property));
    }
    return bootstrapServers;
  }

  private static Map<String, String> read(Path file) {
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException("--kafka-config " + file + ": no such readable file");
    }
    try {
      return Cluster.readProperties(file);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("--kafka-config %s: it must be UTF-8".formatted(file), e);
    } catch (IllegalArgumentException e) { // of an escape
      throw new IllegalArgumentException(
          "--kafka-config %s: %s: a backslash is written \\\\".formatted(file, e.getMessage()), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--kafka-config %s: %s".formatted(file, FileProblem.reason(e)), e);
    }
  }
}
