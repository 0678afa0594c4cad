// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import dev.mien.classifier.model.InferenceEngine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Map;
import picocli.CommandLine;

/** What a command of {@code mien} printed and how it ended, run here without its variables. */
record CommandResult(int exit, String out, String err) {

  static CommandResult of(String... arguments) {
    return of(new StringWriter(), arguments);
  }

  /** Returns what became of a command that prints to a writer, for example of a closed pipe. */
  static CommandResult of(Writer out, String... arguments) {
    InferenceEngine.load(); // DJL insists on being first, and the tests share a process
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine(Map.of());
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    int exit = line.execute(arguments);
    return new CommandResult(exit, out.toString(), err.toString());
  }
}
