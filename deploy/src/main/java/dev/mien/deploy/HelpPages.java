// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How the help reads: as git's does, with the commands in groups. */
final class HelpPages {

  private record Group(String title, List<String> commands) {}

  private static final List<Group> GROUPS =
      List.of(
          new Group("see it work", List.of("demo", "classify", "watch")),
          new Group(
              "run one stage",
              List.of("ingest", "cameras", "detector", "classifier", "rates", "dashboard")),
          new Group("train a model", List.of("data", "train", "export", "evaluate", "experiments")),
          new Group("look after the cluster", List.of("broker", "topics", "models")),
          new Group("look after this installation", List.of("doctor", "bench", "weights")));

  private HelpPages() {}

  static void style(CommandLine line) {
    line.setUsageHelpAutoWidth(true);
    line.getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, HelpPages::renderCommands);
    line.getCommandSpec()
        .usageMessage()
        .commandListHeading("")
        .footer("", "See 'mien <command> --help' for its options.");
    styleAll(line);
  }

  private static void styleAll(CommandLine line) {
    line.getCommandSpec().mixinStandardHelpOptions(true);
    line.getCommandSpec()
        .usageMessage()
        .synopsisHeading("usage: ")
        .descriptionHeading("%n")
        .parameterListHeading("%n")
        .optionListHeading("%n")
        .sortOptions(false)
        .abbreviateSynopsis(true);
    line.getSubcommands().values().forEach(HelpPages::styleAll);
  }

  private static String renderCommands(Help help) {
    Map<String, Help> commands = help.subcommands();
    StringBuilder page = new StringBuilder("%nThese are the commands of Mien:%n".formatted());
    for (Group group : GROUPS) {
      page.append("%n%s%n".formatted(group.title()));
      for (String name : group.commands()) {
        @Nullable Help command = commands.get(name);
        if (command != null) {
          String description = command.commandSpec().usageMessage().description()[0];
          page.append("   %-12s%s%n".formatted(name, description));
        }
      }
    }
    return page.toString();
  }
}
