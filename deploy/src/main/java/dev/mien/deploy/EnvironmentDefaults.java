// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Takes an option that is not given from the environment: {@code --bootstrap-servers} from {@code
 * MIEN_BOOTSTRAP_SERVERS}, and so for every option.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {

  private final Map<String, String> environment;

  EnvironmentDefaults(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Sets it up for a command and those below it. */
  void apply(CommandLine line) {
    line.setDefaultValueProvider(this);
    meanTrue(line);
  }

  /**
   * Lets a flag that is given mean true, in every command: by itself picocli takes it for the
   * opposite of its default, here for the opposite of what the environment says.
   */
  private static void meanTrue(CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    for (OptionSpec option : List.copyOf(spec.options())) { // all of them, to keep their order
      spec.remove(option);
      boolean flag = option.arity().max() == 0;
      spec.addOption(flag ? OptionSpec.builder(option).fallbackValue("true").build() : option);
    }
    line.getSubcommands().values().forEach(EnvironmentDefaults::meanTrue);
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    @Nullable String value = environment.get(variable(option.longestName()));
    return value == null ? option.defaultValue() : value;
  }

  private static String variable(String option) {
    return "MIEN_" + option.replaceFirst("^--", "").replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
