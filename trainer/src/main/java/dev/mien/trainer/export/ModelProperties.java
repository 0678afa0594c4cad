// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.export;

import dev.mien.classifier.model.AlertThresholds;
import dev.mien.classifier.model.GoldenFaces;
import dev.mien.classifier.model.ModelMetadata;
import dev.mien.runtime.Sha256;
import dev.mien.trainer.evaluate.Evaluation;
import dev.mien.trainer.evaluate.LearnedFrom;
import dev.mien.trainer.run.CodeVersion;
import dev.mien.trainer.run.Settings;
import dev.mien.trainer.weights.StoredTensor;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a model file says about itself in its {@code metadata_props}. */
final class ModelProperties {

  private static final int DIGITS = 12;

  private final FinishedRun run;
  private final ModelMetadata metadata;

  /**
   * Names the model after its network, its weights and how it is calibrated, so that equal ones
   * have equal names, and those that make other events have not.
   */
  ModelProperties(
      FinishedRun run,
      Map<String, StoredTensor> weights,
      double temperature,
      AlertThresholds alerts) {
    this.run = run;
    String calibration = temperature + " " + new TreeMap<>(alerts.properties());
    this.metadata =
        new ModelMetadata(
            run.network().backbone().name() + "-" + hash(weights, calibration).substring(0, DIGITS),
            run.faces().classes(),
            run.network().backbone().preprocessing(),
            ModelMetadata.ARCFACE,
            temperature,
            alerts);
  }

  String version() {
    return metadata.version();
  }

  /** Returns what the classifier needs. */
  Map<String, String> bare() {
    return metadata.properties();
  }

  /** Returns everything. */
  Map<String, String> complete(Map<String, String> provenance) {
    Map<String, String> properties = bare();
    properties.put(
        GoldenFaces.KEY, GoldenFaces.text(Agreement.golden(run.network(), run.parameters())));
    properties.putAll(provenance);
    settings().forEach((name, value) -> properties.put(LearnedFrom.SETTING + name, value));
    return properties;
  }

  /** Returns where the model comes from and how good it is. */
  Map<String, String> provenance(Agreement agreement, Evaluation validation, Evaluation test) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("backbone", run.network().backbone().name());
    facts.put("data", run.faces().source());
    facts.put(LearnedFrom.DATA, run.faces().hash());
    facts.put("faces.trained", Integer.toString(run.trained()));
    facts.put("start.weights", run.origin().start().toString());
    facts.put("epochs", Integer.toString(run.history().size()));
    facts.put("epoch.kept", Integer.toString(run.epoch()));
    facts.put(LearnedFrom.SEED, Long.toString(run.config().seed()));
    facts.put("code", run.origin().code());
    facts.put("code.exported", CodeVersion.text());
    facts.put(
        "engine.difference",
        String.format(
            Locale.ROOT,
            "logits %.1e, attention %.1e on %d pictures",
            agreement.logits().farthest(),
            agreement.attention().farthest(),
            agreement.pictures()));
    metrics(facts, validation);
    metrics(facts, test);
    return facts;
  }

  /** Returns every setting of the run by its name. */
  Map<String, String> settings() {
    return Settings.of(run.config()).all();
  }

  /** Returns how good it is for every class. */
  static Map<String, String> perClass(Evaluation figures) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (Evaluation.ClassFigures of : figures.classes()) {
      String prefix = ModelMetadata.METRICS + figures.part() + ".";
      facts.put(prefix + "accuracy." + of.name(), number(of.accuracy()));
      facts.put(prefix + "precision." + of.name(), number(of.precision()));
    }
    return facts;
  }

  private static void metrics(Map<String, String> facts, Evaluation figures) {
    String prefix = ModelMetadata.METRICS + figures.part() + ".";
    facts.put(prefix + "overall", number(figures.overall()));
    facts.put(prefix + "mean", number(figures.mean()));
    facts.put(prefix + "f1", number(figures.macroF1()));
    facts.put(prefix + "calibration-error", number(figures.calibrationError()));
  }

  /** Six digits, so that a reader who rounds to a tenth of a percent gets what the card says. */
  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }

  private static String hash(Map<String, StoredTensor> weights, String calibration) {
    MessageDigest digest = Sha256.digest();
    new TreeMap<>(weights)
        .forEach(
            (name, tensor) -> {
              digest.update(name.getBytes(StandardCharsets.UTF_8));
              digest.update(tensor.bytes(ByteOrder.BIG_ENDIAN));
            });
    digest.update(calibration.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest());
  }
}
