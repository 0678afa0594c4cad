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
import picocli.CommandLine.ParameterException;

/**
 * Takes an option that is not given from the environment: {@code --bootstrap-servers} from {@code
 * MIEN_BOOTSTRAP_SERVERS}, and so for every option. A blank variable is none.
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
    @Nullable String value = said(option);
    return value == null ? option.defaultValue() : value;
  }

  /** Returns the variable that holds the value an option was refused for, or null. */
  @Nullable String variableOf(ParameterException refused) {
    if (!(refused.getArgSpec() instanceof OptionSpec option)) {
      return null;
    }
    @Nullable String value = said(option);
    return value != null && value.equals(refused.getValue()) ? variable(option) : null;
  }

  /** The help's options are left alone: MIEN_VERSION is a common name for something else. */
  private @Nullable String said(OptionSpec option) {
    if (option.usageHelp() || option.versionHelp()) {
      return null;
    }
    String variable = variable(option);
    String value = environment.getOrDefault(variable, "");
    return value.isBlank() || isServiceLink(variable, value) ? null : value;
  }

  /** Kubernetes tells every pod of a service "mien" where it is, in MIEN_PORT. */
  private static boolean isServiceLink(String variable, String value) {
    return variable.endsWith("_PORT") && value.matches("(tcp|udp|sctp)://.*");
  }

  private static String variable(OptionSpec option) {
    String name = option.longestName().replaceFirst("^--", "").replace('-', '_');
    return "MIEN_" + name.toUpperCase(Locale.ROOT);
  }
}
