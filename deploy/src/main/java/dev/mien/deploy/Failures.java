// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import dev.mien.runtime.StageFailure;
import java.io.PrintWriter;
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

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    PrintWriter err = line.getErr();
    err.println("mien: " + e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("See '" + line.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed)
      throws Exception {
    boolean expected = e instanceof StageFailure || e instanceof IllegalArgumentException;
    line.getErr().println("mien: " + (expected ? e.getMessage() : e.toString()));
    if (System.getenv(DEBUG) != null) {
      e.printStackTrace(line.getErr());
    } else if (!expected) {
      line.getErr().println("Set " + DEBUG + "=1 to see where it happened.");
    }
    return e instanceof IllegalArgumentException ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }
}
