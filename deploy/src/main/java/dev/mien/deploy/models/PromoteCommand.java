// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.models;

import dev.mien.classifier.registry.Catalogue;
import dev.mien.classifier.registry.CatalogueReader;
import dev.mien.classifier.registry.Promotions;
import dev.mien.deploy.process.StopSignal;
import dev.mien.events.ModelVersion;
import dev.mien.events.Topics;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.TopicReader;
import dev.mien.runtime.topics.TopicAdmin;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code mien models promote}. */
@Command(
    name = "promote",
    customSynopsis = "mien models promote <version> [--if-agreement <share>] [<options>]",
    description = "Let a version serve",
    footer = {
      "",
      "With --if-agreement it first waits until classifiers with --shadow have tried the version on "
          + "so many faces since it was published, and ends with 1 if it agrees with the active model "
          + "on too few of the newest, or if another model was promoted meanwhile. "
          + "The topics of classes that are new are made."
    })
final class PromoteCommand implements Callable<Integer> {

  @Parameters(paramLabel = "<version>", description = "see 'mien models list'")
  private String version;

  @Option(
      names = "--allow-class-change",
      description = "although its classes are not those of the active model")
  private boolean mayChangeClasses;

  @Option(
      names = "--if-agreement",
      paramLabel = "<share>",
      description = "only if it agrees with the active model on this share of the faces, 0 to 1")
  private @Nullable Double agreement;

  @Option(
      names = "--after",
      paramLabel = "<faces>",
      defaultValue = "1000",
      description = "faces that --if-agreement rests on (default: ${DEFAULT-VALUE})")
  private int faces;

  @Mixin private NoteOption reason;

  @Mixin private RegistryOptions registry;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    // Where the environment says it, it waits there for a command that it fits.
    if (agreement == null && spec.commandLine().getParseResult().hasMatchedOption("--after")) {
      throw new IllegalArgumentException(
          "--after %d says nothing without --if-agreement: it would be promoted at once"
              .formatted(faces));
    }
    if (faces < 1 || (agreement != null && !(agreement >= 0 && agreement <= 1))) {
      throw new IllegalArgumentException(
          "--if-agreement is %s and --after %d, expected a share of 0 to 1 and 1 face or more"
              .formatted(agreement, faces));
    }
    Cluster cluster = registry.cluster();
    Catalogue catalogue = CatalogueReader.read(cluster);
    ModelVersion wanted = catalogue.require(version);
    @Nullable String compared = null;
    String note = reason.note();
    if (agreement != null) {
      compared = catalogue.active().map(ModelVersion::version).orElse("");
      Promotions.requireOther(compared, version);
      ShadowAgreement found = new ShadowAgreement(wanted, serving(catalogue), faces);
      if (!await(found, isTried(catalogue), cluster)) {
        return StopSignal.EXIT_CODE;
      }
      note = require(found, agreement);
    }
    makeTopics(wanted, cluster);
    ModelVersion promoted =
        new Promotions(cluster).promoteOver(compared, version, mayChangeClasses, note);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s is active%s%n",
        version, promoted.replaces().isEmpty() ? "" : " in place of " + promoted.replaces());
    out.flush();
    return 0;
  }

  /** Where no version is active, classifiers serve what they brought, which is none of them. */
  private static Predicate<String> serving(Catalogue catalogue) {
    return catalogue
        .active()
        .map(ModelVersion::version)
        .<Predicate<String>>map(active -> active::equals)
        .orElse(served -> catalogue.find(served).isEmpty());
  }

  /** Classifiers try the newest candidate only. */
  private boolean isTried(Catalogue catalogue) {
    return catalogue.candidate().filter(tried -> tried.version().equals(version)).isPresent();
  }

  private boolean await(ShadowAgreement found, boolean isTried, Cluster cluster) {
    spec.commandLine()
        .getErr()
        .printf(Locale.ROOT, "waiting until %s was tried on %d faces%n", version, faces);
    spec.commandLine().getErr().flush();
    try (TopicReader reader = new TopicReader(cluster);
        StopSignal signal = StopSignal.listen()) {
      found.read(reader, isTried, signal::wished);
      if (found.faces() < faces && !signal.wished()) {
        throw new StageFailure(
            "%s was tried on %d faces, expected %d, and is tried no longer, as it is not the newest candidate: publish it again"
                .formatted(version, found.faces(), faces));
      }
      return !signal.wished();
    }
  }

  private String require(ShadowAgreement found, double share) {
    String result =
        String.format(Locale.ROOT, "agreed on %.3f of %d faces", found.share(), found.faces());
    if (found.share() < share) {
      throw new StageFailure(
          "%s is not promoted: it %s, expected %s or more: compare them with 'mien watch --topic %s'"
              .formatted(version, result, share, Topics.SHADOW_EMOTIONS.name()));
    }
    return result;
  }

  private static void makeTopics(ModelVersion wanted, Cluster cluster) {
    try (TopicAdmin admin = new TopicAdmin(cluster)) {
      var unused = admin.create(wanted.classes().stream().map(Topics::emotions).toList());
    }
  }
}
