// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.options;

import dev.mien.runtime.Delivery;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What a stage promises about its output. */
public final class DeliveryOption {

  @Option(
      names = "--delivery",
      paramLabel = "<promise>",
      defaultValue = "exactly-once",
      converter = Converter.class,
      description = "exactly-once, or at-least-once for less latency (default: ${DEFAULT-VALUE})")
  private Delivery delivery;

  /** Returns the promise. */
  public Delivery delivery() {
    return delivery;
  }

  private static final class Converter implements ITypeConverter<Delivery> {
    @Override
    public Delivery convert(String value) {
      return switch (value.toLowerCase(Locale.ROOT)) {
        case "exactly-once" -> Delivery.EXACTLY_ONCE;
        case "at-least-once" -> Delivery.AT_LEAST_ONCE;
        default ->
            throw new TypeConversionException(
                "'" + value + "' is neither exactly-once nor at-least-once");
      };
    }
  }
}
