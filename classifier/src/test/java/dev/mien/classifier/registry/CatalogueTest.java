// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.events.GoldenBatch;
import dev.mien.events.ModelChange;
import dev.mien.events.ModelVersion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CatalogueTest {

  @Test
  void ofSeveralActiveVersionsTheLastOneServes() {
    Catalogue catalogue =
        Catalogue.EMPTY
            .with(version("a", ModelChange.PROMOTED))
            .with(version("b", ModelChange.PROMOTED))
            .with(version("a", ModelChange.RESTORED));

    assertThat(catalogue.active()).map(ModelVersion::version).hasValue("a");
    assertThat(catalogue.without("a").active()).map(ModelVersion::version).hasValue("b");
  }

  @Test
  void theNewestCandidateIsTried() {
    Catalogue catalogue =
        Catalogue.EMPTY
            .with(version("a", ModelChange.PUBLISHED))
            .with(version("b", ModelChange.PUBLISHED))
            .with(version("c", ModelChange.REPLACED));

    assertThat(catalogue.candidate()).map(ModelVersion::version).hasValue("b");
    assertThat(catalogue.active()).isEmpty();
  }

  @Test
  void aRollbackPassesWhatWasWithdrawn() {
    ModelVersion last = version("c", ModelChange.PUBLISHED).promoted("b", false, "", 3);
    Catalogue catalogue =
        Catalogue.EMPTY
            .with(version("a", ModelChange.REPLACED))
            .with(version("b", ModelChange.PUBLISHED).promoted("a", false, "", 2))
            .with(last);

    assertThat(catalogue.before(last)).map(ModelVersion::version).hasValue("b");
    Catalogue withdrawn = withdrawn(catalogue, "b");
    assertThat(withdrawn.before(last)).map(ModelVersion::version).hasValue("a");
    assertThat(withdrawn(withdrawn, "a").before(last)).isEmpty();
  }

  @Test
  void versionsThatReplacedEachOtherAreNoEndlessChain() {
    ModelVersion last = version("b", ModelChange.PUBLISHED).promoted("a", false, "", 2);
    Catalogue catalogue =
        Catalogue.EMPTY
            .with(version("a", ModelChange.PUBLISHED).promoted("b", false, "", 1))
            .with(last);

    assertThat(withdrawn(catalogue, "a").before(last)).isEmpty();
  }

  private static Catalogue withdrawn(Catalogue catalogue, String version) {
    return catalogue.with(catalogue.require(version).changed(ModelChange.WITHDRAWN, "", 9));
  }

  @Test
  void aVersionThatIsNotThereIsNamedWithThoseThatAre() {
    Catalogue catalogue = Catalogue.EMPTY.with(version("a", ModelChange.PUBLISHED));

    assertThatThrownBy(() -> catalogue.require("b"))
        .hasMessage("no model 'b' was published; there are: a");
    assertThatThrownBy(() -> Catalogue.EMPTY.require("b")).hasMessageEndingWith("there are: none");
  }

  @Test
  void aVersionThatCannotBeReadIsNotThereUntilItIsWrittenAnewOrDeleted() {
    Catalogue before = Catalogue.EMPTY.with(version("a", ModelChange.PROMOTED));
    Catalogue unreadable = before.unreadable("a");

    assertThat(unreadable.active()).isEmpty();
    assertThat(unreadable.isUnreadable("a")).isTrue();
    assertThat(before.isUnreadable("a")).isFalse();
    assertThat(unreadable.without("a").isUnreadable("a")).isFalse();
    Catalogue anew = unreadable.with(version("a", ModelChange.PUBLISHED));
    assertThat(anew.isUnreadable("a")).isFalse();
    assertThat(anew.candidate()).map(ModelVersion::version).hasValue("a");
  }

  private static ModelVersion version(String name, ModelChange change) {
    return new ModelVersion(
        name,
        change.state(),
        change,
        "",
        "",
        0,
        0,
        "0".repeat(64),
        1,
        "upload",
        1,
        List.of("neutral", "fear"),
        "N x 3 x 8 x 8, RGB, (x - 0) / 255",
        "arcface",
        false,
        new GoldenBatch("mien-1", List.of(List.of(0f, 1f))),
        Map.of(),
        Map.of());
  }
}
