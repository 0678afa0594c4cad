// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.serving;

import dev.mien.classifier.Timers;
import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.registry.Refusal;
import dev.mien.events.ShadowEmotion;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The meters of a classifier about the versions of its model. What a shadow found is counted once
 * it is committed.
 *
 * <p>Tags: {@code reason}, {@code outcome} and {@code role} are closed sets; {@code emotion} has
 * the classes of the models; {@code version} has one value at a time. Any thread may call any
 * method.
 */
public final class ModelMetrics {

  /** Gauge, always 1, tag {@code version}: the model that serves. */
  public static final String MODEL = "mien.classifier.model";

  /** Gauge, always 1, tags {@code device} and {@code requested}. */
  public static final String DEVICE = "mien.classifier.device";

  /** Counter of the models that replaced another one while it ran. */
  public static final String SWAPS = "mien.classifier.model.swaps";

  /** Counter of the versions that may not serve, tag {@code reason}, see {@link Refusal}. */
  public static final String REFUSALS = "mien.classifier.model.refusals";

  /** Gauge: 1 while another model serves because the active version was refused, else 0. */
  public static final String REFUSED = "mien.classifier.model.refused";

  /** Timer from the news of a version until it is fetched, checked and warm. */
  public static final String LOAD = "mien.classifier.model.load";

  /** Counter of the promotions that this classifier took back, tag {@code reason}. */
  public static final String ROLLBACKS = "mien.classifier.model.rollbacks";

  /** Gauge, always 1, tag {@code version}: the candidate that is tried; missing where none is. */
  public static final String SHADOW_MODEL = "mien.classifier.shadow.model";

  /** Counter of the faces that both models saw, tag {@code outcome}: agree or disagree. */
  public static final String SHADOW_FACES = "mien.classifier.shadow.faces";

  /**
   * Counter of the leading classes over the same faces, tags {@code role} (active or candidate) and
   * {@code emotion}.
   */
  public static final String SHADOW_EMOTIONS = "mien.classifier.shadow.emotions";

  /** Timer of one batch in the candidate; compare {@code mien.classifier.infer}. */
  public static final String SHADOW_INFER = "mien.classifier.shadow.infer";

  /** Counter of the faces that a candidate had no finite scores for, or failed on. */
  public static final String SHADOW_ERRORS = "mien.classifier.shadow.errors";

  private static final long[] SLOW = {100, 200, 500, 1_000, 2_000, 5_000, 10_000, 60_000};

  private final MeterRegistry registry;
  private final String requestedDevice;
  private final Counter swaps;
  private final Counter shadowErrors;
  private final Timer load;
  private final Timer shadowInfer;
  private final List<Meter> serving = new ArrayList<>();
  private final List<Meter> tried = new ArrayList<>();
  private volatile boolean refused;

  /** Registers what there is before the first model. */
  public ModelMetrics(MeterRegistry registry, String requestedDevice) {
    this.registry = registry;
    this.requestedDevice = requestedDevice;
    swaps = counter(SWAPS, "Models that replaced another one", "models").register(registry);
    shadowErrors =
        counter(SHADOW_ERRORS, "Faces that the candidate has no finite scores for", "faces")
            .register(registry);
    Timers timers = new Timers(registry);
    load =
        timers.timer(
            LOAD, "From the news of a version until it is fetched, checked and warm", SLOW);
    shadowInfer = timers.quick(SHADOW_INFER, "One batch of sampled faces in the candidate");
    for (Refusal reason : Refusal.values()) {
      refusals(reason);
    }
    // Only a model that served is taken back, for what it did.
    rollbacks(Refusal.ERRORS);
    rollbacks(Refusal.LATENCY);
    shadowFaces(true);
    shadowFaces(false);
    Gauge.builder(REFUSED, () -> refused ? 1 : 0)
        .description("1 while another model serves because the active version was refused")
        .register(registry);
  }

  /** Shows what runs where, in place of what it showed before. */
  synchronized void serving(EmotionModel model) {
    replace(
        serving,
        Gauge.builder(DEVICE, () -> 1)
            .description("Device that runs the network and the one that was asked for, always 1")
            .tag("device", model.device())
            .tag("requested", requestedDevice),
        Gauge.builder(MODEL, () -> 1)
            .description("Version of the model that serves, always 1")
            .tag("version", model.metadata().version()));
  }

  /** Shows which candidate is tried, if any. */
  synchronized void tries(@Nullable EmotionModel candidate) {
    if (candidate == null) {
      replace(tried);
    } else {
      replace(
          tried,
          Gauge.builder(SHADOW_MODEL, () -> 1)
              .description("Version of the candidate that is tried, always 1")
              .tag("version", candidate.metadata().version()));
    }
  }

  /** Shows that nothing serves any more. */
  synchronized void closed() {
    replace(serving);
    replace(tried);
  }

  void swapped() {
    swaps.increment();
  }

  void refused(Refusal reason) {
    refusals(reason).increment();
  }

  void rolledBack(Refusal reason) {
    rollbacks(reason).increment();
  }

  void activeIsRefused(boolean now) {
    refused = now;
  }

  <T> T timeLoad(Callable<T> loading) throws Exception {
    return load.recordCallable(loading);
  }

  <T> List<T> timeShadow(Supplier<List<T>> inference) {
    List<T> results = shadowInfer.record(inference);
    return results == null ? List.of() : results;
  }

  void shadowFailed(int faces) {
    shadowErrors.increment(faces);
  }

  /** Counts what a candidate made of a face, once it is committed. */
  public void committed(ShadowEmotion shadow) {
    shadowFaces(shadow.agrees()).increment();
    emotion("active", shadow.activeEmotion());
    emotion("candidate", shadow.emotion());
  }

  /** All of them begin at 0, so that the first one is a rise. */
  private Counter refusals(Refusal reason) {
    return counter(REFUSALS, "Versions of the model that may not serve", "models")
        .tag("reason", reason.wireName())
        .register(registry);
  }

  private Counter rollbacks(Refusal reason) {
    return counter(ROLLBACKS, "Promotions that this classifier took back", "models")
        .tag("reason", reason.wireName())
        .register(registry);
  }

  private Counter shadowFaces(boolean agree) {
    return counter(SHADOW_FACES, "Faces that both models saw, and whether they agree", "faces")
        .tag("outcome", agree ? "agree" : "disagree")
        .register(registry);
  }

  private void emotion(String role, String emotion) {
    counter(SHADOW_EMOTIONS, "Leading classes of both models over the same faces", "faces")
        .tag("role", role)
        .tag("emotion", emotion)
        .register(registry)
        .increment();
  }

  private void replace(List<Meter> shown, Gauge.Builder<?>... gauges) {
    shown.forEach(registry::remove);
    shown.clear();
    for (Gauge.Builder<?> gauge : gauges) {
      shown.add(gauge.register(registry));
    }
  }

  private static Counter.Builder counter(String name, String description, String unit) {
    return Counter.builder(name).description(description).baseUnit(unit);
  }
}
