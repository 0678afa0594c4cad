// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mien.deploy.Samples;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {

  private static final List<String> CLASSES = List.of("neutral", "happiness", "fear");

  private final StringWriter text = new StringWriter();

  @TempDir Path folder;

  @Test
  void csvHasAHeaderAndARowForEveryFace() throws IOException {
    Path file = folder.resolve("faces.csv");

    write(file, new FileEmotion("a, b.jpg", true, Samples.emotion("a", 25, 3, "fear")));

    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .startsWith("file,detected,frame,position_s,track,left,top,width,height,score,left_eye_x")
        .endsWith("neutral,happiness,fear,smoothed_neutral,smoothed_happiness,smoothed_fear");
    assertThat(lines.get(1))
        .startsWith("\"a, b.jpg\",true,25,1.0,3,100.0,50.0,80.0,100.0,0.99,120.0,80.0")
        .endsWith("fear,fear,0.1,0.1,0.8,0.1,0.1,0.8");
  }

  @Test
  void csvWithoutFacesIsAHeader() throws IOException {
    Path file = folder.resolve("faces.csv");

    write(file);

    assertThat(Files.readAllLines(file))
        .singleElement()
        .asString()
        .startsWith("file,detected,frame");
  }

  @Test
  void jsonLinesAreTheEventAndItsFile() throws IOException {
    Path file = folder.resolve("faces.jsonl");

    write(file, new FileEmotion("a.jpg", true, Samples.emotion("a", 25, 3, "fear")));

    JsonNode row = new JsonMapper().readTree(Files.readString(file));
    assertThat(row.get("file").asText()).isEqualTo("a.jpg");
    assertThat(row.get("track").asInt()).isEqualTo(3);
    assertThat(row.get("emotion").asText()).isEqualTo("fear");
  }

  @Test
  void withoutAFileThereIsALineForAPerson() throws IOException {
    write(null, new FileEmotion("a.jpg", true, Samples.emotion("a", 25, 3, "fear")));

    assertThat(text.toString().strip())
        .isEqualTo("a.jpg  frame 25  track 3  at 100,50 80x100  fear 0.80");
  }

  @Test
  void anotherEndingIsRefused() {
    Path file = folder.resolve("faces.xlsx");
    assertThatThrownBy(() -> write(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("faces.xlsx")
        .hasMessageContaining(".csv or .jsonl");
  }

  private void write(@Nullable Path file, FileEmotion... rows) throws IOException {
    try (Results results = Results.to(file, CLASSES, new PrintWriter(text))) {
      for (FileEmotion row : rows) {
        results.add(row);
      }
    }
  }
}
