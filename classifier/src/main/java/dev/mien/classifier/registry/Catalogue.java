// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.registry;

import dev.mien.events.ModelChange;
import dev.mien.events.ModelState;
import dev.mien.events.ModelVersion;
import dev.mien.runtime.StageFailure;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code mien.models} says at some moment, in the order of the changes. Immutable. */
public final class Catalogue {

  /** Nothing was published yet. */
  public static final Catalogue EMPTY = new Catalogue(Map.of(), Set.of());

  private final Map<String, ModelVersion> versions;
  private final Set<String> unreadable;

  private Catalogue(Map<String, ModelVersion> versions, Set<String> unreadable) {
    this.versions = Collections.unmodifiableMap(versions);
    this.unreadable = Set.copyOf(unreadable);
  }

  /** Returns all versions, that which changed last at the end. */
  public List<ModelVersion> all() {
    return List.copyOf(versions.values());
  }

  /** Returns the version that serves, if any: of several the one that became active last. */
  public Optional<ModelVersion> active() {
    return last(ModelState.ACTIVE);
  }

  /** Returns the candidate that came last. */
  public Optional<ModelVersion> candidate() {
    return last(ModelState.CANDIDATE);
  }

  /** Returns a version if it is there. */
  public Optional<ModelVersion> find(String version) {
    return Optional.ofNullable(versions.get(version));
  }

  /** Returns whether a version is missing because its last record cannot be read. */
  public boolean isUnreadable(String version) {
    return unreadable.contains(version);
  }

  /**
   * Returns a version.
   *
   * @throws StageFailure if it is not there; it names those that are
   */
  public ModelVersion require(String version) {
    return find(version)
        .orElseThrow(
            () ->
                new StageFailure(
                    "no model '%s' was published; there are: %s"
                        .formatted(
                            version,
                            versions.isEmpty() ? "none" : String.join(", ", versions.keySet()))));
  }

  /**
   * Returns the version that a rollback puts back: the one that was active before, past those that
   * were withdrawn since; none where the chain ends.
   */
  Optional<ModelVersion> before(ModelVersion active) {
    Set<String> passed = new HashSet<>(Set.of(active.version()));
    String name = active.replaces();
    while (passed.add(name)) {
      @Nullable ModelVersion before = versions.get(name);
      if (before == null || before.change() != ModelChange.WITHDRAWN) {
        return Optional.ofNullable(before);
      }
      name = before.replaces();
    }
    return Optional.empty();
  }

  Catalogue with(ModelVersion changed) {
    Catalogue next = without(changed.version());
    Map<String, ModelVersion> more = new LinkedHashMap<>(next.versions);
    more.put(changed.version(), changed);
    return new Catalogue(more, next.unreadable);
  }

  Catalogue without(String version) {
    Map<String, ModelVersion> fewer = new LinkedHashMap<>(versions);
    fewer.remove(version);
    Set<String> still = new HashSet<>(unreadable);
    still.remove(version);
    return new Catalogue(fewer, still);
  }

  Catalogue unreadable(String version) {
    Catalogue next = without(version);
    Set<String> more = new HashSet<>(next.unreadable);
    more.add(version);
    return new Catalogue(next.versions, more);
  }

  private Optional<ModelVersion> last(ModelState state) {
    return versions.values().stream()
        .filter(version -> version.state() == state)
        .reduce((earlier, later) -> later);
  }
}
