// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Takes an option that is not given from the environment: {@code --bootstrap-servers} from {@code
 * MIEN_BOOTSTRAP_SERVERS}, and so for every option. The variable of one command goes first: {@code
 * MIEN_DETECTOR_THREADS}, {@code MIEN_TOPICS_CREATE_PARTITIONS}. A blank variable is none.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {

  /** What must not be the same in two commands has the variable of its command only. */
  private static final Set<String> OWN = Set.of("--application");

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
    return variable(option)
        .map(environment::get)
        .map(EnvironmentDefaults::literally)
        .orElse(option.defaultValue());
  }

  /** Picocli would take {@code $$} of a password for one, and look {@code ${...}} up. */
  private static String literally(String value) {
    return value.replace("$", "$$");
  }

  /** Returns the variable that holds the value an option was refused for, or null. */
  @Nullable String variableOf(ParameterException refused) {
    if (!(refused.getArgSpec() instanceof OptionSpec option)) {
      return null;
    }
    return variable(option)
        .filter(variable -> Objects.equals(environment.get(variable), refused.getValue()))
        .orElse(null);
  }

  /** The help's options are left alone: MIEN_VERSION is a common name for something else. */
  private Optional<String> variable(OptionSpec option) {
    return option.usageHelp() || option.versionHelp()
        ? Optional.empty()
        : variables(option).filter(this::isSet).findFirst();
  }

  private boolean isSet(String variable) {
    String value = environment.getOrDefault(variable, "");
    return !value.isBlank() && !isServiceLink(variable, value);
  }

  /** Kubernetes tells every pod of a service "mien" where it is, in MIEN_PORT. */
  private static boolean isServiceLink(String variable, String value) {
    return variable.endsWith("_PORT") && value.matches("(tcp|udp|sctp)://.*");
  }

  /** Returns the names that a value may have, the first that is set goes first. */
  static Stream<String> variables(OptionSpec option) {
    String name = option.longestName();
    String command = variable(option.command().qualifiedName("_") + "_" + name);
    return OWN.contains(name) ? Stream.of(command) : Stream.of(command, variable("mien_" + name));
  }

  private static String variable(String words) {
    return words.replace("--", "").replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
