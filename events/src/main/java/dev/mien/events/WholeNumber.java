// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.io.Serial;
import java.math.BigDecimal;
import java.util.function.Function;

/**
 * Reads {@code 1280.0} as the integer that it is, by JSON Schema and as some writers have it, but
 * not {@code 1280.5}.
 */
final class WholeNumber<T extends Number> extends StdScalarDeserializer<T> {

  @Serial private static final long serialVersionUID = 1;

  private final transient Function<BigDecimal, T> exact;

  private WholeNumber(Class<T> type, Function<BigDecimal, T> exact) {
    super(type);
    this.exact = exact;
  }

  static SimpleModule module() {
    return new SimpleModule("whole numbers")
        .addDeserializer(int.class, new WholeNumber<>(int.class, BigDecimal::intValueExact))
        .addDeserializer(long.class, new WholeNumber<>(long.class, BigDecimal::longValueExact));
  }

  /** Returns 0, which stands in for a field that may be missing. */
  @Override
  public Object getEmptyValue(DeserializationContext context) {
    return exact.apply(BigDecimal.ZERO);
  }

  @Override
  @SuppressWarnings("unchecked")
  public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
    JsonToken token = json.currentToken();
    if (!token.isNumeric()) {
      return (T) context.handleUnexpectedToken(handledType(), json);
    }
    try {
      return exact.apply(json.getDecimalValue());
    } catch (ArithmeticException e) {
      return (T)
          context.handleWeirdNumberValue(
              handledType(), json.getNumberValue(), "not a whole number, or out of range");
    }
  }
}
