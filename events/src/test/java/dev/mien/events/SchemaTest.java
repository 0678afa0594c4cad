// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemas are for readers in other languages; the records are what Mien itself enforces. */
class SchemaTest {

  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);

  @ParameterizedTest
  @MethodSource("dev.mien.events.Example#all")
  void isASchema(Example example) throws IOException {
    JsonSchema metaSchema = SCHEMAS.getSchema(SchemaLocation.of(SchemaId.V202012));

    assertThat(metaSchema.validate(example.schema())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("dev.mien.events.Example#all")
  void acceptsTheGoldenFile(Example example) throws IOException {
    assertThat(schema(example).validate(example.golden())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("dev.mien.events.Example#all")
  void hasTheComponentsOfTheRecord(Example example) throws IOException {
    assertSameShape(example.value().getClass(), example.schema(), example.schema());
  }

  @ParameterizedTest
  @CsvSource({
    "camera.json,       /camera,                 '\"front door\"'",
    "camera.json,       /source,                 '\" \"'",
    "camera.json,       /maxFps,                 -1",
    "camera.json,       /maxFps,                 10001",
    "camera.json,       /maxHeight,              -1",
    "camera.json,       /maxHeight,              16385",
    "camera.json,       /maxHeight,              72.5",
    "camera.json,       /ffmpegOptions,          '[]'",
    "camera.json,       /ffmpegOptions,          '{\"\": \"udp\"}'",
    "camera.json,       /ffmpegOptions/user_agent, 7",
    "camera.json,       /ffmpegOptions/user_agent, null",
    "frame.json,        /camera,                 '\"\"'",
    "frame.json,        /camera,                 '\"front door\"'",
    "frame.json,        /camera,                 null",
    "frame.json,        /number,                 -1",
    "frame.json,        /number,                 1.5",
    "frame.json,        /number,                 '\"1\"'",
    "frame.json,        /capturedMicros,         -1",
    "frame.json,        /positionMicros,         -1",
    "frame.json,        /width,                  0",
    "frame.json,        /height,                 16385",
    "face.json,         /track,                  -1",
    "face.json,         /score,                  1.01",
    "face.json,         /score,                  '\"NaN\"'",
    "face.json,         /width,                  50000",
    "face.json,         /box/width,              0",
    "face.json,         /box/height,             -2",
    "face.json,         /box/left,               '\"3\"'",
    "face.json,         /landmarks/nose,         null",
    "face.json,         /landmarks/nose/x,       true",
    "emotion.json,      /number,                 -1",
    "emotion.json,      /model,                  '\" \"'",
    "emotion.json,      /probabilities,          {}",
    "emotion.json,      /probabilities/fear,     -0.02",
    "emotion.json,      /probabilities/fear,     null",
    "emotion.json,      /smoothedOver,           0",
    "emotion-rate.json, /count,                  0",
    "emotion-rate.json, /meanProbability,        1.5",
    "emotion-rate.json, /windowEndMicros,        0",
    "shadow-emotion.json, /activeEmotion,       '\"\"'",
    "model-version.json, /version,              '\"a b\"'",
    "model-version.json, /state,                '\"asleep\"'",
    "model-version.json, /change,               '\"born\"'",
    "model-version.json, /sha256,               '\"9F86\"'",
    "model-version.json, /bytes,                0",
    "model-version.json, /chunks,               0",
    "model-version.json, /classes,              '[\"neutral\"]'",
    "model-version.json, /classChange,          '\"no\"'",
    "model-version.json, /golden/logits,        '[]'",
    "model-version.json, /metrics/test.mean,    '\"0.8\"'",
    "dead-letter.json,  /offset,                 -1",
    "dead-letter.json,  /fault,                  '\"bad-luck\"'",
    "dead-letter.json,  /message,                '\"\"'",
  })
  void refusesWhatTheRecordRefuses(String file, String field, String value) throws IOException {
    Example example = Example.of(file);
    JsonNode changed = changed(example.golden(), field, Example.JSON.readTree(value));

    BadRecord refusal = refusal(example, changed);

    assertThat(refusal).isNotNull();
    assertThat(schema(example).validate(changed)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("dev.mien.events.Example#all")
  void refusesEveryGapAsTheRecordDoes(Example example) throws IOException {
    List<String> fields = new ArrayList<>();
    example.golden().fieldNames().forEachRemaining(fields::add);
    fields.removeAll(laterFields(example.value().getClass()));
    for (String field : fields) {
      ObjectNode changed = example.golden().without(field);

      BadRecord refusal = refusal(example, changed);

      assertThat(refusal).as("without " + field).hasMessageContaining(field);
      assertThat(schema(example).validate(changed)).as("without " + field).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.mien.events.Example#all")
  void acceptsARecordOfBeforeItsLaterFields(Example example) throws IOException {
    ObjectNode old = example.golden().remove(laterFields(example.value().getClass()));

    assertThat(refusal(example, old)).isNull();
    assertThat(schema(example).validate(old)).isEmpty();
  }

  private static List<String> laterFields(Class<?> record) {
    return Arrays.stream(record.getRecordComponents())
        .filter(component -> component.getAccessor().isAnnotationPresent(JsonSetter.class))
        .map(RecordComponent::getName)
        .toList();
  }

  private static void assertSameShape(Class<?> record, JsonNode schema, JsonNode root)
      throws IOException {
    assertThat(schema.path("title").asText()).isEqualTo(record.getSimpleName());
    assertThat(schema.path("description").asText()).isNotEmpty();
    List<String> names = new ArrayList<>();
    for (RecordComponent component : record.getRecordComponents()) {
      if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
        JsonNode flattened = Example.of(schema.at("/allOf/0/$ref").asText()).schema();
        assertSameShape(component.getType(), flattened, flattened);
      } else {
        names.add(component.getName());
        assertSameType(component, schema.at("/properties/" + component.getName()), root);
      }
    }
    assertThat(schema.path("properties").fieldNames())
        .toIterable()
        .containsExactlyElementsOf(names);
    names.removeAll(laterFields(record));
    assertThat(texts(schema.path("required"))).containsExactlyElementsOf(names);
  }

  private static void assertSameType(RecordComponent component, JsonNode declared, JsonNode root)
      throws IOException {
    JsonNode schema =
        declared.has("$ref") ? root.at(declared.path("$ref").asText().substring(1)) : declared;
    Class<?> type = component.getType();
    if (type.isEnum()) {
      List<String> names =
          Arrays.stream(type.getEnumConstants())
              .map(constant -> Example.JSON.valueToTree(constant).asText())
              .toList();
      assertThat(texts(schema.path("enum"))).containsExactlyElementsOf(names);
    } else if (type == Scores.class) {
      assertThat(schema.at("/additionalProperties/type").asText()).isEqualTo("number");
    } else if (type.isRecord()) {
      assertSameShape(type, schema, root);
    } else {
      assertThat(schema.path("type").asText()).as(component.getName()).isEqualTo(jsonType(type));
      assertThat(schema.path("description").asText()).as(component.getName()).isNotEmpty();
    }
  }

  private static String jsonType(Class<?> type) {
    if (type == int.class || type == long.class) {
      return "integer";
    }
    if (type == float.class || type == double.class) {
      return "number";
    }
    if (type == boolean.class) {
      return "boolean";
    }
    if (type == List.class) {
      return "array";
    }
    return type == Map.class ? "object" : "string";
  }

  private static JsonSchema schema(Example example) {
    return SCHEMAS.getSchema(
        SchemaLocation.of("classpath:dev/mien/events/schema/" + example.file()));
  }

  private static ObjectNode changed(ObjectNode golden, String field, JsonNode value) {
    JsonPointer pointer = JsonPointer.compile(field);
    ObjectNode parent = (ObjectNode) golden.at(pointer.head());
    assertThat(parent.has(pointer.last().getMatchingProperty())).as(field).isTrue();
    parent.set(pointer.last().getMatchingProperty(), value);
    return golden;
  }

  private static @Nullable BadRecord refusal(Example example, JsonNode json) throws IOException {
    byte[] bytes = Example.JSON.writeValueAsBytes(json);
    return catchThrowableOfType(
        BadRecord.class, () -> Wire.read(bytes, example.value().getClass()));
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
