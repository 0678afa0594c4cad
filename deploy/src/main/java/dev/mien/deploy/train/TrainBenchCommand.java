// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.train;

import dev.mien.deploy.options.DeviceOption;
import dev.mien.deploy.process.StopSignal;
import dev.mien.runtime.ProcessMetrics;
import dev.mien.trainer.run.Settings;
import dev.mien.trainer.run.TrainConfig;
import dev.mien.trainer.run.TrainingSpeed;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code mien bench train}. */
@Command(
    name = "train",
    customSynopsis = "mien bench train [--backbone <name>] [--precision <kind>] [<options>]",
    description = "Measure how fast a network learns on this machine",
    footer = {
      "",
      "The steps are those of 'mien train', over the same random pictures: no data is needed, nothing"
          + " is kept, frozen stages are computed each time, and making the pictures, which a thread of its own"
          + " does in a training, does not count. OMP_NUM_THREADS sets the number of threads."
    })
public final class TrainBenchCommand implements Callable<Integer> {

  /** Caches fill, and Java's compiler comes to rest. */
  private static final int WARM_UP = 5;

  @Option(
      names = "--method",
      paramLabel = "<name>",
      description = "as in 'mien train' (default: rac+rsl)")
  private @Nullable String method;

  @Option(
      names = "--steps",
      paramLabel = "<n>",
      defaultValue = "15",
      description = "to measure, the median counts (default: ${DEFAULT-VALUE})")
  private int steps;

  @Mixin private StepOptions step;

  @Mixin private DeviceOption device;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (steps < 1) {
      throw new IllegalArgumentException("--steps is " + steps + ", expected 1 or more");
    }
    TrainConfig config = config();
    try (TrainingSpeed speed = TrainingSpeed.of(config, device.choice());
        StopSignal signal = StopSignal.listen()) {
      List<Double> rates = new ArrayList<>();
      for (int done = 0; done < WARM_UP + steps; done++) {
        if (signal.wished()) {
          return StopSignal.EXIT_CODE;
        }
        rates.add(speed.imagesPerSecond());
      }
      print(config, speed, rates.stream().skip(WARM_UP).sorted().toList());
    }
    return 0;
  }

  private TrainConfig config() {
    Map<String, Object> values = new LinkedHashMap<>();
    Values.put(values, "method", method);
    step.addTo(values);
    return Settings.defaults().with(values).config();
  }

  private void print(TrainConfig config, TrainingSpeed speed, List<Double> sorted) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s on %s, %s, steps of %d images, median of %d%n%n",
        config.backbone(),
        speed.deviceName(),
        config.precision().name().toLowerCase(Locale.ROOT),
        speed.images(),
        sorted.size());
    double median = sorted.get(sorted.size() / 2);
    out.printf(Locale.ROOT, "%.1f images/s, %.2f s a step%n", median, speed.images() / median);
    out.printf(
        Locale.ROOT, "memory: %.0f MiB resident%n", ProcessMetrics.residentBytes() / (1 << 20));
    out.flush();
  }
}
