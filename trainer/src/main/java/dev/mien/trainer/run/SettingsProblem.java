// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** Says what is wrong with settings, in the words of whoever wrote them. */
final class SettingsProblem {

  private SettingsProblem() {}

  /** The records say what they were given; what does not get that far is named by its place. */
  static String reason(JsonMappingException e) {
    if (e.getCause() instanceof IllegalArgumentException cause) {
      return String.valueOf(cause.getMessage());
    }
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "'%s' is no setting, expected one of %s"
          .formatted(place(e), sorted(unknown.getKnownPropertyIds()));
    }
    if (e instanceof MismatchedInputException other) {
      String what =
          e instanceof InvalidFormatException bad ? "'" + bad.getValue() + "'" : "of another kind";
      return "'%s' is %s, expected %s".formatted(place(e), what, expected(other.getTargetType()));
    }
    return "'%s': %s".formatted(place(e), e.getOriginalMessage());
  }

  private static String place(JsonMappingException e) {
    return e.getPath().stream()
        .map(JsonMappingException.Reference::getFieldName)
        .filter(Objects::nonNull)
        .collect(Collectors.joining("."));
  }

  private static String sorted(Collection<Object> names) {
    return names.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
  }

  private static String expected(Class<?> type) {
    Object[] constants = type.getEnumConstants();
    if (constants != null) {
      return Arrays.stream(constants)
          .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    if (type == boolean.class) {
      return "true or false";
    }
    if (type == int.class || type == long.class) {
      return "a whole number";
    }
    if (type.isPrimitive()) {
      return "a number";
    }
    return Collection.class.isAssignableFrom(type) ? "a list" : "settings of its own";
  }
}
