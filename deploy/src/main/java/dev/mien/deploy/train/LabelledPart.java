// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.train;

import dev.mien.trainer.data.Part;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a part of the data that a model can be judged by. */
final class LabelledPart implements ITypeConverter<Part> {

  @Override
  public Part convert(String value) {
    return Part.LABELLED.stream()
        .filter(part -> part.written().equalsIgnoreCase(value))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'%s' is no part with labels, expected one of %s".formatted(value, names())));
  }

  private static String names() {
    return Part.LABELLED.stream().map(Part::written).collect(Collectors.joining(", "));
  }
}
