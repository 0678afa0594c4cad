// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.doctor;

import dev.mien.classifier.model.EmotionModel;
import dev.mien.deploy.options.ModelOptions;
import dev.mien.detector.mtcnn.Mtcnn;
import dev.mien.detector.mtcnn.MtcnnConfig;
import dev.mien.detector.mtcnn.MtcnnListener;
import dev.mien.events.Topics;
import dev.mien.runtime.StageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The networks, and the device they run on. */
final class ModelChecks {

  private final ModelOptions options;
  private List<String> classes = Topics.DEFAULT_CLASSES;

  ModelChecks(ModelOptions options) {
    this.options = options;
  }

  /** Opens the model of the classifier first: DJL comes before ONNX Runtime. */
  Stream<Finding> all() {
    return Stream.of(classifier(), List.of(detector())).flatMap(List::stream);
  }

  /** Returns the classes of the model, the usual ones if it could not be opened. */
  List<String> classes() {
    return classes;
  }

  private List<Finding> classifier() {
    try (EmotionModel model = options.open()) {
      classes = model.metadata().classes();
      List<Finding> findings = new ArrayList<>();
      findings.add(
          Finding.ok(
              "emotion model",
              model.metadata().version() + " with the classes " + model.metadata().classes()));
      findings.add(device(model.device()));
      return findings;
    } catch (StageFailure | LinkageError e) {
      return List.of(
          Finding.missing(
              "emotion model",
              String.valueOf(e.getMessage()),
              "leave out --model for the bundled one, or build Mien again"));
    }
  }

  private static Finding device(String device) {
    return device.startsWith("cuda")
        ? Finding.ok("CUDA", device)
        : Finding.note(
            "CUDA",
            "not there, the classifier runs on the processor",
            "fine for a few cameras; for CUDA build with -Pcuda on a machine with an NVIDIA driver");
  }

  private static Finding detector() {
    try {
      Mtcnn.open(MtcnnConfig.defaults(), MtcnnListener.NONE).close();
      return Finding.ok("face detector", "MTCNN, ready");
    } catch (RuntimeException | LinkageError e) {
      return Finding.missing("face detector", String.valueOf(e.getMessage()), "build Mien again");
    }
  }
}
