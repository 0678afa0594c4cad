// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.stage;

import dev.mien.dashboard.DashboardConfig;
import dev.mien.dashboard.DashboardStage;
import dev.mien.deploy.options.ClusterOptions;
import dev.mien.deploy.options.ServerOptions;
import dev.mien.deploy.process.StageProcess;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code mien dashboard}. */
@Command(
    name = "dashboard",
    customSynopsis = "mien dashboard [--port <port>] [--show-frames] [<options>]",
    description = "Serve a live page over the emotion topics",
    footer = {
      "",
      "The page has no password. It answers to this machine only, unless --host opens it to "
          + "others: everyone who reaches it sees where, when and how people look, and with "
          + "--show-frames the people. Put a proxy with a login before it then."
    })
public final class DashboardCommand implements Callable<Integer> {

  @Option(
      names = "--port",
      paramLabel = "<port>",
      defaultValue = "" + DashboardConfig.DEFAULT_PORT,
      description = "where the page is; 0 for any free port (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "<host>",
      defaultValue = DashboardConfig.DEFAULT_HOST,
      description = "address to serve it on, 0.0.0.0 for all (default: ${DEFAULT-VALUE})")
  private String host;

  @Option(
      names = "--names",
      paramLabel = "<host,...>",
      split = ",",
      hideParamSyntax = true,
      description =
          "names that browsers may know the page by, beside those of this machine (default: any"
              + " where --host opens it to others)")
  private List<String> names = List.of();

  @Option(
      names = "--show-frames",
      description = "show the pictures of the cameras, too, from memory only")
  private boolean showFrames;

  @Option(
      names = "--rare",
      paramLabel = "<class,...>",
      split = ",",
      hideParamSyntax = true,
      description = "classes whose moments are listed (default: disgust,fear)")
  private List<String> rare = DashboardConfig.DEFAULT_RARE;

  @Option(
      names = "--max-browsers",
      paramLabel = "<n>",
      defaultValue = "" + DashboardConfig.DEFAULT_MAX_BROWSERS,
      description = "browsers that may look at the same time (default: ${DEFAULT-VALUE})")
  private int maxBrowsers;

  @Mixin private ClusterOptions cluster;

  @Mixin private ServerOptions server;

  @Override
  public Integer call() throws InterruptedException {
    DashboardConfig config =
        DashboardConfig.defaults()
            .at(host, port)
            .knownAs(names)
            .withFrames(showFrames)
            .withRare(rare)
            .withMaxBrowsers(maxBrowsers);
    StageProcess.run(
        registry -> new DashboardStage(config, cluster.cluster(), registry), server.address());
    return 0;
  }
}
