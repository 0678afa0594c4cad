// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** How the records of this package are written as bytes: JSON, in a header or as a value. */
public final class Wire {

  /** Header that says everything about a picture, or about a dead letter. */
  public static final String HEADER = "mien";

  /** Header of a dead letter that holds what {@link #HEADER} was in the original record. */
  public static final String ORIGINAL_HEADER = "mien-original";

  /**
   * Unknown fields are allowed, so that a newer stage may talk to an older one; gaps (but {@link
   * LaterFields}) and values of another type are not.
   */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .addModule(WholeNumber.module())
          .annotationIntrospector(new LaterFields())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .withConfigOverride(
              Map.class, maps -> maps.setSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL)))
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  private Wire() {}

  /** Returns the JSON of a record of this package, in UTF-8. */
  public static byte[] write(Record value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("cannot write " + value, e);
    }
  }

  /**
   * Reads a record from JSON.
   *
   * @throws BadRecord with {@link Fault#BROKEN_JSON} if a field is missing, of another type or out
   *     of range; unknown fields are ignored
   */
  public static <T extends Record> T read(byte[] json, Class<T> type) throws BadRecord {
    return read(json, type, Fault.BROKEN_JSON);
  }

  /**
   * Reads a record that a person wrote: what {@link #read(byte[], Class)} passes over is a slip of
   * the pen here.
   *
   * @throws BadRecord as that does, and if a field is unknown or there twice
   */
  public static <T extends Record> T readStrictly(byte[] json, Class<T> type) throws BadRecord {
    return read(
        json,
        JSON.readerFor(type)
            .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION),
        type,
        Fault.BROKEN_JSON);
  }

  /**
   * Reads a record from the header {@value #HEADER}.
   *
   * @throws BadRecord with {@link Fault#MISSING_HEADER} or {@link Fault#BROKEN_HEADER}
   */
  public static <T extends Record> T read(Headers headers, Class<T> type) throws BadRecord {
    @Nullable Header header = headers.lastHeader(HEADER);
    if (header == null || header.value() == null) {
      throw new BadRecord(Fault.MISSING_HEADER, "no header '" + HEADER + "'");
    }
    return read(header.value(), type, Fault.BROKEN_HEADER);
  }

  /**
   * Returns the headers of a dead letter: those of the original, with the letter as {@value
   * #HEADER} and what was there before as {@value #ORIGINAL_HEADER}.
   */
  public static Headers deadLetter(Headers original, DeadLetter letter) {
    Headers headers = new RecordHeaders();
    for (Header header : original) {
      headers.add(header.key().equals(HEADER) ? ORIGINAL_HEADER : header.key(), header.value());
    }
    return headers.add(HEADER, write(letter));
  }

  private static <T extends Record> T read(byte[] json, Class<T> type, Fault fault)
      throws BadRecord {
    return read(json, JSON.readerFor(type), type, fault);
  }

  private static <T extends Record> T read(
      byte[] json, ObjectReader reader, Class<T> type, Fault fault) throws BadRecord {
    try {
      @Nullable T value = reader.readValue(json, type);
      if (value == null) {
        throw new BadRecord(fault, "JSON null instead of a " + type.getSimpleName());
      }
      return value;
    } catch (IOException e) {
      throw new BadRecord(fault, "no " + type.getSimpleName() + " in JSON: " + reason(e));
    }
  }

  /** The message of a record's constructor says more than what Jackson makes of it. */
  private static String reason(IOException e) {
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      return String.valueOf(e.getCause().getMessage());
    }
    if (e instanceof JsonEOFException) {
      return "unexpected end-of-input";
    }
    String reason =
        e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.toString();
    return e instanceof JsonMappingException json && !json.getPath().isEmpty()
        ? path(json) + ": " + reason
        : reason;
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(JsonMappingException.Reference::getFieldName)
        .map(String::valueOf)
        .collect(Collectors.joining("."));
  }
}
