// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.classifier.model.ModelVariant;
import dev.mien.events.ModelChange;
import dev.mien.events.ModelState;
import dev.mien.events.ModelVersion;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.runtime.StageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Which version serves, and which one before. */
final class PromotionsIT extends TestRegistry {

  @Test
  void promotionsGoForwardAndBack() throws Exception {
    Promotions promotions = new Promotions(cluster());
    publish("one");
    publish("two");

    promotions.promote("one", false, "first");
    promotions.promote("two", false, "better");
    ModelVersion earlier = record("two");
    promotions.rollBack("in doubt");
    ModelVersion two = promotions.promote("two", false, "better after all");

    assertThatThrownBy(() -> promotions.promoteOver("", "one", false, ""))
        .hasMessage(
            "one is not promoted: it was compared with what classifiers bring along, but two is active now: try it against that one");

    assertThat(active()).isEqualTo("two");
    assertThat(change("one")).isEqualTo(ModelChange.REPLACED);
    assertThatThrownBy(() -> promotions.promote("two", false, ""))
        .hasMessage("model two is active already");
    assertThatThrownBy(() -> promotions.withdraw("two", false, ""))
        .hasMessageContaining("is active: promote another one first");
    assertThat(promotions.rollBackIf(record("one"), "not active")).isFalse();
    assertThat(promotions.rollBackIf(earlier, "another promotion")).isFalse();
    assertThat(promotions.rollBackIf(two, "slow")).isTrue();
    assertThat(active()).isEqualTo("one");
    assertThat(change("one")).isEqualTo(ModelChange.RESTORED);
    assertThat(change("two")).isEqualTo(ModelChange.ROLLED_BACK);
    assertThat(promotions.rollBack("nothing before")).isEmpty();
    assertThat(CatalogueReader.read(cluster()).active()).isEmpty();
    assertThatThrownBy(() -> promotions.rollBack(""))
        .hasMessageContaining("there is nothing to roll back");
    promotions.withdraw("two", true, "");
    assertThatThrownBy(() -> promotions.promote("two", false, ""))
        .isInstanceOf(StageFailure.class)
        .hasMessageStartingWith("no model 'two' was published; there are: ");
    assertThat(fetch(two).refusal()).isEqualTo(Refusal.INCOMPLETE);
  }

  /** Classifiers that serve something else, or start anew, must be able to follow every step. */
  @Test
  void otherClassesNeedLeaveOnceAndNoneToGoBack() throws Exception {
    Promotions promotions = new Promotions(cluster());
    String terror = "neutral,happiness,surprise,sadness,anger,disgust,terror";
    byte[] other = new ModelVariant("terror").with("classes", terror).bytes();

    assertThatThrownBy(() -> packed(other).publish(cluster(), sent -> {}))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("model terror has the classes [neutral, ")
        .hasMessageContaining("the bundled model has [neutral, ")
        .hasMessageEndingWith("say --allow-class-change if that is meant");
    List<String> classes = List.of(terror.split(","));
    assertThatThrownBy(() -> ModelPublisher.requireClasses(cluster(), classes, false))
        .hasMessageStartingWith("the model to be trained has the classes [neutral, ");
    ModelPublisher.requireClasses(cluster(), classes, true);
    publish("usual");
    promotions.promote("usual", false, "");
    publishOtherClasses(other);
    publish("later");
    promotions.promote("terror", false, "leave was given when it was published");
    assertThatThrownBy(() -> promotions.promote("later", false, ""))
        .hasMessageContaining("the active terror has [neutral, ");
    assertThat(promotions.rollBack("as before")).map(ModelVersion::version).hasValue("usual");
    promotions.promote("later", false, "");

    promotions.rollBack("clean up");
    promotions.rollBack("clean up");
  }

  private void promoteInTurn(Promotions promotions, String... versions) throws Exception {
    for (String version : versions) {
      publish(version);
      promotions.promote(version, false, "");
    }
  }

  @Test
  void whatARollbackNeedsIsNotDeleted() throws Exception {
    Promotions promotions = new Promotions(cluster());
    promoteInTurn(promotions, "x", "y", "z");

    assertThatThrownBy(() -> promotions.withdraw("y", true, ""))
        .hasMessageContaining("model y was active before z, so a rollback needs it");
    promotions.withdraw("x", true, "two before");
    assertThat(promotions.rollBack("")).map(ModelVersion::version).hasValue("y");
    assertThat(promotions.rollBack("what y replaced is gone")).isEmpty();
    assertThat(change("y")).isEqualTo(ModelChange.ROLLED_BACK);
  }

  @Test
  void whatARollbackNeedsPastTheWithdrawnIsNotDeleted() throws Exception {
    Promotions promotions = new Promotions(cluster());
    promoteInTurn(promotions, "stone", "bronze", "iron");
    promotions.withdraw("bronze", false, "a rollback goes past it");

    assertThatThrownBy(() -> promotions.withdraw("stone", true, ""))
        .hasMessageContaining("model stone was active before iron, so a rollback needs it");
    assertThatThrownBy(() -> promotions.withdraw("bronze", true, "it names stone"))
        .hasMessageContaining("model bronze was active before iron, so a rollback needs it");
    assertThat(promotions.rollBack("")).map(ModelVersion::version).hasValue("stone");
    promotions.withdraw("bronze", true, "nothing leads past it any more");
    assertThat(promotions.rollBack("")).isEmpty();
  }

  /** A reader may get the records of one change one by one. */
  @Test
  void whatServesIsWrittenBeforeWhatDoesNoLonger() throws Exception {
    Promotions promotions = new Promotions(cluster());
    publish("former");
    publish("latter");
    promotions.promote("former", false, "");
    promotions.promote("latter", false, "");
    promotions.rollBack("");
    promotions.rollBack("");

    List<String> changes = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> change : kafka.read(Topics.MODELS.name())) {
      String key = new String(change.key(), UTF_8);
      if (change.value() != null && List.of("former", "latter").contains(key)) {
        changes.add(key + " " + Wire.read(change.value(), ModelVersion.class).change().wireName());
      }
    }
    assertThat(changes)
        .containsExactly(
            "former published",
            "latter published",
            "former promoted",
            "latter promoted",
            "former replaced",
            "former restored",
            "latter rolled-back",
            "former rolled-back");
  }

  @Test
  void whoPromotesAtTheSameTimeGoesOneAfterTheOther() throws Exception {
    publish("left");
    publish("right");
    Promotions promotions = new Promotions(cluster());

    CompletableFuture<ModelVersion> left =
        CompletableFuture.supplyAsync(() -> promotions.promote("left", false, ""));
    CompletableFuture<ModelVersion> right =
        CompletableFuture.supplyAsync(() -> promotions.promote("right", false, ""));

    List<String> replaced = List.of(left.get().replaces(), right.get().replaces());
    assertThat(replaced).containsAnyOf("left", "right");
    assertThat(CatalogueReader.read(cluster()).all())
        .filteredOn(version -> version.state() == ModelState.ACTIVE)
        .singleElement()
        .extracting(ModelVersion::version)
        .isEqualTo(replaced.get(0).equals("right") ? "left" : "right");
    promotions.rollBack("to the other one");
    promotions.withdraw(active().equals("left") ? "right" : "left", false, "");
    promotions.rollBack("to what was before");
  }
}
