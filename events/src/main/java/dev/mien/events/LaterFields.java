// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import java.io.Serial;

/**
 * Has every field of a record required, but those that came later than records which are still
 * kept: they have a {@link JsonSetter} that says what stands in for them.
 */
final class LaterFields extends JacksonAnnotationIntrospector {

  @Serial private static final long serialVersionUID = 1;

  @Override
  public Boolean hasRequiredMarker(AnnotatedMember member) {
    return !member.hasAnnotation(JsonSetter.class);
  }
}
