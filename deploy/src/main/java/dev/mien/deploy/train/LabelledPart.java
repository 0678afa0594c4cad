// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.train;

import dev.mien.trainer.data.Part;
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
                    "'"
                        + value
                        + "' is no part with labels, expected one of train, validation, test"));
  }
}
