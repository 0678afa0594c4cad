// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mien.runtime.Cluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class ClusterOptionsTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("prod.properties"), "bootstrap.servers=prod:9092\n");
  }

  @Test
  void clusterOfTheFileIsTheOneThatIsMeant() {
    assertThat(cluster("--kafka-config", file.toString())).isEqualTo("prod:9092");
    assertThat(cluster("--kafka-config", file.toString(), "--bootstrap-servers", "prod:9092"))
        .isEqualTo("prod:9092");
    assertThat(cluster()).isEqualTo(Cluster.DEFAULT_BOOTSTRAP_SERVERS);
  }

  @Test
  void twoClustersAreOneTooMany() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                cluster(
                    "--bootstrap-servers",
                    Cluster.DEFAULT_BOOTSTRAP_SERVERS,
                    "--kafka-config",
                    file.toString()))
        .withMessageContainingAll("--bootstrap-servers", "prod:9092", "leave one of them out");
  }

  @Test
  void fileThatIsNoPropertiesFileIsNamedWithTheRemedy() throws IOException {
    Files.writeString(file, "ssl.truststore.location=C:\\users\n");
    assertIsRefused(": a backslash is written \\\\");

    Files.writeString(file, "ssl.truststore.password=schön\n", StandardCharsets.ISO_8859_1);
    assertIsRefused(": it must be UTF-8");
  }

  private void assertIsRefused(String remedy) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cluster("--kafka-config", file.toString()))
        .withMessageStartingWith("--kafka-config " + file + ": ")
        .withMessageEndingWith(remedy);
  }

  private static String cluster(String... arguments) {
    return CommandLine.populateCommand(new ClusterOptions(), arguments)
        .cluster()
        .bootstrapServers();
  }
}
