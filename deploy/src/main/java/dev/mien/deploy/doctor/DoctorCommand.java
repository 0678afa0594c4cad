// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.doctor;

import dev.mien.deploy.options.ClusterOptions;
import dev.mien.deploy.options.ModelOptions;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code mien doctor}. */
@Command(
    name = "doctor",
    customSynopsis = "mien doctor [<options>]",
    description = "Say what is there and what is missing",
    footer = {"", "Exit code 1 says that something is missing that Mien cannot work without."})
public final class DoctorCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;

  @Mixin private ModelOptions model;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ModelChecks models = new ModelChecks(model);
    long missing =
        Stream.<Supplier<Stream<Finding>>>of(
                MachineChecks::all,
                models::all, // before anything else touches ONNX Runtime
                () -> ClusterChecks.all(cluster.cluster(), models.classes()))
            .flatMap(Supplier::get)
            .peek(this::print)
            .filter(finding -> finding.verdict() == Finding.Verdict.MISSING)
            .count();
    return missing == 0 ? 0 : 1;
  }

  private void print(Finding finding) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%-8s %-16s %s%n", finding.verdict().word(), finding.subject(), finding.detail());
    if (!finding.remedy().isEmpty()) {
      out.printf("%-25s %s%n", "", "-> " + finding.remedy());
    }
    out.flush();
  }
}
