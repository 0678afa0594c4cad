// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import dev.mien.events.Emotion;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;

/** What a camera showed, by class: events, and the probability they had together. */
final class CameraMeters {

  private final String camera;
  private final MeterRegistry registry;
  private final Map<String, ClassMeters> classes = new HashMap<>();

  CameraMeters(String camera, MeterRegistry registry) {
    this.camera = camera;
    this.registry = registry;
  }

  void count(Emotion emotion) {
    emotion
        .probabilities()
        .byClass()
        .forEach((name, probability) -> of(name).probability.increment(probability));
    of(emotion.emotion()).events.increment();
  }

  private ClassMeters of(String emotion) {
    return classes.computeIfAbsent(
        emotion,
        name ->
            new ClassMeters(
                Counter.builder(ClassifierMetrics.EVENTS)
                    .description("Emotion events by camera and leading class")
                    .baseUnit("events")
                    .tag("camera", camera)
                    .tag("emotion", name)
                    .register(registry),
                Counter.builder(ClassifierMetrics.PROBABILITY)
                    .description("Sum of the probabilities by camera and class, 1 for each event")
                    .tag("camera", camera)
                    .tag("emotion", name)
                    .register(registry)));
  }

  private record ClassMeters(Counter events, Counter probability) {}
}
