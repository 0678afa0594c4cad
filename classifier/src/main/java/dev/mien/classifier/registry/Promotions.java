// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.registry;

import dev.mien.classifier.registry.CatalogueWriter.Change;
import dev.mien.events.EpochMicros;
import dev.mien.events.ModelChange;
import dev.mien.events.ModelState;
import dev.mien.events.ModelVersion;
import dev.mien.events.Topics;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.StageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes which version serves, each time in one transaction. */
public final class Promotions {

  private final CatalogueWriter writer;

  /** Does nothing yet. */
  public Promotions(Cluster cluster) {
    this.writer = new CatalogueWriter(cluster);
  }

  /**
   * Makes a version the active one and retires the one that was.
   *
   * @param mayChangeClasses whether its classes may be others
   * @param note the reason in words
   * @return the version as it is now
   * @throws StageFailure if there is no such version, it is active already, or its classes are
   *     others without leave
   */
  public ModelVersion promote(String version, boolean mayChangeClasses, String note) {
    return promoteOver(null, version, mayChangeClasses, note);
  }

  /**
   * Checks that a version is not the active one.
   *
   * @param active version, empty for none
   * @throws StageFailure if it is
   */
  public static void requireOther(String active, String version) {
    if (active.equals(version)) {
      throw new StageFailure("model %s is active already".formatted(version));
    }
  }

  /**
   * Promotes as {@link #promote} does what was compared with the active version.
   *
   * @param expected version that must be active; empty where none must, null where any may
   * @throws StageFailure also if another one is active by now
   */
  public ModelVersion promoteOver(
      @Nullable String expected, String version, boolean mayChangeClasses, String note) {
    return writer
        .change(
            catalogue -> {
              ModelVersion there = catalogue.require(version);
              String active = catalogue.active().map(ModelVersion::version).orElse("");
              if (expected != null && !active.equals(expected)) {
                throw new StageFailure(
                    "%s is not promoted: it was compared with %s, but %s is active now: try it against that one"
                        .formatted(version, named(expected), named(active)));
              }
              requireOther(active, version);
              ModelVersion promoted =
                  there.promoted(
                      active, mayChangeClasses || there.classChange(), note, EpochMicros.now());
              requireClasses(promoted, catalogue);
              return taking(promoted, catalogue, ModelChange.REPLACED, "by " + version);
            })
        .orElseThrow();
  }

  /**
   * Checks once, for all classifiers, whether a version may follow what serves: the active version,
   * or the bundled model where none is.
   *
   * @throws StageFailure if their classes differ, in any order, and it may not change them
   */
  static void requireClasses(ModelVersion version, Catalogue catalogue) {
    if (!version.classChange()) {
      requireClasses("model " + version.version(), version.classes(), catalogue);
    }
  }

  /** Checks the same of a model that may not change classes. */
  static void requireClasses(String model, List<String> classes, Catalogue catalogue) {
    Optional<ModelVersion> active = catalogue.active();
    List<String> serving = active.map(ModelVersion::classes).orElse(Topics.DEFAULT_CLASSES);
    if (!Set.copyOf(classes).equals(Set.copyOf(serving))) {
      throw new StageFailure(
          "%s has the classes %s, the %s has %s: say --allow-class-change if that is meant"
              .formatted(
                  model,
                  classes,
                  active.map(now -> "active " + now.version()).orElse("bundled model"),
                  serving));
    }
  }

  /**
   * Puts the version back that was active before the active one; if somebody withdrew it since, the
   * one before that. Where there is none, classifiers serve the models that they bring themselves.
   * Its classes may be others: it had leave.
   *
   * @param note the reason in words
   * @return the version that is active now, if any
   * @throws StageFailure if none is active
   */
  public Optional<ModelVersion> rollBack(String note) {
    return writer.change(
        catalogue -> {
          ModelVersion active =
              catalogue
                  .active()
                  .orElseThrow(
                      () ->
                          new StageFailure(
                              "no published model is active: there is nothing to roll back"));
          return rollBack(catalogue, active, note);
        });
  }

  /**
   * Rolls back as {@link #rollBack} does if this very promotion is in force: not one of another
   * version, nor a later one of the same.
   *
   * @return whether it was
   */
  public boolean rollBackIf(ModelVersion promotion, String note) {
    boolean[] done = {false};
    Optional<ModelVersion> unused =
        writer.change(
            catalogue -> {
              Optional<ModelVersion> active = catalogue.active().filter(promotion::isSamePromotion);
              done[0] = active.isPresent();
              return active.map(now -> rollBack(catalogue, now, note)).orElse(Change.none());
            });
    return done[0];
  }

  /**
   * Retires a version that does not serve.
   *
   * @param delete whether its file and its record go, too
   * @throws StageFailure if there is no such version, it is active, or it would be deleted although
   *     a rollback needs it
   */
  public void withdraw(String version, boolean delete, String note) {
    Optional<ModelVersion> unused =
        writer.change(
            catalogue -> {
              ModelVersion there = catalogue.require(version);
              if (there.state() == ModelState.ACTIVE) {
                throw new StageFailure(
                    "model %s is active: promote another one first, or roll it back"
                        .formatted(version));
              }
              if (delete) {
                requireNotNeeded(there, catalogue);
              }
              return delete
                  ? Change.deletionOf(there)
                  : Change.of(
                      null, List.of(there.changed(ModelChange.WITHDRAWN, note, EpochMicros.now())));
            });
  }

  private static String named(String active) {
    return active.isEmpty() ? "what classifiers bring along" : active;
  }

  /** A rollback needs what it puts back, and what was withdrawn and leads there. */
  private static void requireNotNeeded(ModelVersion version, Catalogue catalogue) {
    Catalogue without = catalogue.without(version.version());
    catalogue
        .active()
        .filter(active -> !without.before(active).equals(catalogue.before(active)))
        .ifPresent(
            active -> {
              throw new StageFailure(
                  "model %s was active before %s, so a rollback needs it: promote another one first, or leave out --delete"
                      .formatted(version.version(), active.version()));
            });
  }

  private static Change rollBack(Catalogue catalogue, ModelVersion active, String note) {
    @Nullable ModelVersion restored =
        catalogue
            .before(active)
            .map(
                before ->
                    before.changed(
                        ModelChange.RESTORED, "in place of " + active.version(), EpochMicros.now()))
            .orElse(null);
    return taking(restored, catalogue, ModelChange.ROLLED_BACK, note);
  }

  /**
   * Lets one version serve, or none, and no other. It is written first: who reads one record at a
   * time must not see a moment without an active version.
   */
  private static Change taking(
      @Nullable ModelVersion active, Catalogue catalogue, ModelChange others, String note) {
    List<ModelVersion> changes = new ArrayList<>();
    if (active != null) {
      changes.add(active);
    }
    catalogue.all().stream()
        .filter(version -> version.state() == ModelState.ACTIVE)
        .filter(version -> active == null || !version.version().equals(active.version()))
        .forEach(version -> changes.add(version.changed(others, note, EpochMicros.now())));
    return Change.of(active, changes);
  }
}
