// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import dev.mien.deploy.bench.BenchCommand;
import dev.mien.deploy.cameras.CamerasCommand;
import dev.mien.deploy.classify.ClassifyCommand;
import dev.mien.deploy.demo.DemoCommand;
import dev.mien.deploy.doctor.DoctorCommand;
import dev.mien.deploy.models.ModelsCommand;
import dev.mien.deploy.stage.BrokerCommand;
import dev.mien.deploy.stage.ClassifierCommand;
import dev.mien.deploy.stage.DashboardCommand;
import dev.mien.deploy.stage.DetectorCommand;
import dev.mien.deploy.stage.IngestCommand;
import dev.mien.deploy.stage.RatesCommand;
import dev.mien.deploy.stage.TopicsCommand;
import dev.mien.deploy.stage.WeightsCommand;
import dev.mien.deploy.train.DataCommand;
import dev.mien.deploy.train.EvaluateCommand;
import dev.mien.deploy.train.ExperimentsCommand;
import dev.mien.deploy.train.ExportCommand;
import dev.mien.deploy.train.TrainCommand;
import dev.mien.deploy.watch.WatchCommand;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code mien}. */
@Command(
    name = "mien",
    customSynopsis = "mien [--version] [--help] <command> [<options>]",
    description = "Reads the emotions of the faces in video, as events in Apache Kafka topics.",
    versionProvider = Version.class,
    subcommands = {
      DemoCommand.class,
      ClassifyCommand.class,
      WatchCommand.class,
      IngestCommand.class,
      CamerasCommand.class,
      DetectorCommand.class,
      ClassifierCommand.class,
      RatesCommand.class,
      DashboardCommand.class,
      BrokerCommand.class,
      TopicsCommand.class,
      ModelsCommand.class,
      DataCommand.class,
      TrainCommand.class,
      ExperimentsCommand.class,
      ExportCommand.class,
      EvaluateCommand.class,
      DoctorCommand.class,
      BenchCommand.class,
      WeightsCommand.class
    })
public final class Main implements Runnable {

  @Spec private CommandSpec spec;

  /** Runs the command and exits: 0 done, 1 failed, 2 wrong usage, 130 stopped with work left. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT); // some have digits of their own
    CommandLine line = commandLine();
    // picocli's own never hears that a pipe is closed
    line.setOut(new PrintWriter(System.out, true, Charset.defaultCharset()));
    System.exit(line.execute(args));
  }

  /** Returns the command line with its help, defaults and error handling. */
  static CommandLine commandLine() {
    return commandLine(System.getenv());
  }

  static CommandLine commandLine(Map<String, String> environment) {
    CommandLine line = new CommandLine(new Main());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    EnvironmentDefaults defaults = new EnvironmentDefaults(environment);
    Failures failures = new Failures(defaults);
    line.setParameterExceptionHandler(failures);
    line.setExecutionExceptionHandler(failures);
    HelpPages.style(line);
    defaults.apply(line);
    return line;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given");
  }
}
