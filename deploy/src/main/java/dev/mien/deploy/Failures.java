// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import dev.mien.runtime.FileProblem;
import dev.mien.runtime.KafkaFailures;
import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong in one line, and picks the exit code. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

  /** Prints the whole stack trace of a failure where this is set. */
  private static final String DEBUG = "MIEN_DEBUG";

  private final EnvironmentDefaults defaults;

  Failures(EnvironmentDefaults defaults) {
    this.defaults = defaults;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    PrintWriter err = line.getErr();
    @Nullable String variable = defaults.variableOf(e);
    err.println("mien: " + e.getMessage() + (variable == null ? "" : " (set by " + variable + ")"));
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("See '" + line.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed)
      throws Exception {
    Throwable said = spoken(e);
    boolean expected = isExpected(said);
    line.getErr().println("mien: " + (expected ? words(said) : said.toString()));
    if (System.getenv(DEBUG) != null) {
      e.printStackTrace(line.getErr());
    } else if (!expected) {
      line.getErr().println("Set " + DEBUG + "=1 to see where it happened.");
    }
    return isUsage(said) ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  /** Kafka wraps what it has against a property; a stream wraps what it has against a file. */
  private static Throwable spoken(Exception e) {
    if (KafkaFailures.isUnresolved(e)) {
      return unreachable(e);
    }
    for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConfigException) {
        return cause;
      }
    }
    return e instanceof UncheckedIOException && e.getCause() instanceof FileSystemException cause
        ? cause
        : e;
  }

  private static Throwable unreachable(Exception e) {
    return e instanceof StageFailure
        ? e
        : new StageFailure(
            "no answer from Kafka, as no name in --bootstrap-servers has an address: start a broker with 'mien broker', or name another",
            e);
  }

  private static boolean isExpected(Throwable e) {
    return e instanceof StageFailure || e instanceof IOException || isUsage(e);
  }

  private static boolean isUsage(Throwable e) {
    return e instanceof IllegalArgumentException || e instanceof ConfigException;
  }

  private static @Nullable String words(Throwable e) {
    if (e instanceof ConfigException) {
      return "Kafka property refused: " + e.getMessage();
    }
    if (e instanceof FileSystemException file) {
      return file.getFile() + ": " + FileProblem.reason(file);
    }
    return e.getMessage();
  }
}
