// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.options;

import dev.mien.classifier.model.DeviceChoice;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where networks run. */
public final class DeviceOption {

  @Option(
      names = "--device",
      paramLabel = "<device>",
      defaultValue = "auto",
      converter = DeviceConverter.class,
      description = "auto, cpu or cuda:<n> (default: ${DEFAULT-VALUE})")
  private DeviceChoice device;

  /** Returns where to run. */
  public DeviceChoice choice() {
    return device;
  }

  private static final class DeviceConverter implements ITypeConverter<DeviceChoice> {
    @Override
    public DeviceChoice convert(String value) {
      try {
        return DeviceChoice.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
