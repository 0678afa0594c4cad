// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.stage;

import dev.mien.classifier.model.ModelMetadata;
import dev.mien.events.Topic;
import dev.mien.events.Topics;
import java.util.List;
import picocli.CommandLine.Option;

/** The classes that have topics of their own. */
final class ClassesOption {

  @Option(
      names = "--classes",
      paramLabel = "<class,...>",
      split = ",",
      hideParamSyntax = true,
      description = "classes of the model (default: those of the bundled model)")
  private List<String> classes = Topics.DEFAULT_CLASSES;

  /**
   * Returns all topics that there are with these classes.
   *
   * @throws IllegalArgumentException if no model can have them
   */
  List<Topic> topics() {
    ModelMetadata.checkClasses("--classes", classes);
    return Topics.all(classes);
  }
}
