// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.model;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.mien.events.Scores;
import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network that gives every aligned face a probability for each class. One thread at a time may
 * use it; {@link #close} frees its native memory.
 */
public final class EmotionModel implements AutoCloseable {

  /** Output of a model file: N x classes. */
  public static final String LOGITS = "logits";

  /** Output of a model file: N x classes x h x w. */
  public static final String ATTENTION = "attention";

  /** {@link #device} of a model that runs on the processor. */
  public static final String CPU = "cpu";

  private static final Logger LOG = LoggerFactory.getLogger(EmotionModel.class);

  /** Two, so that a network with a fixed batch size is found out. */
  private static final int PROBE_FACES = 2;

  private final Model model;
  private final ModelMetadata metadata;
  private final Map<String, String> properties;
  private final Predictor<List<FaceImage>, List<float[]>> predictor;
  private final String device;

  private EmotionModel(
      Model model, ModelMetadata metadata, Map<String, String> properties, Device device) {
    this.model = model;
    this.metadata = metadata;
    this.properties = Map.copyOf(properties);
    this.predictor = model.newPredictor(new FaceTranslator(metadata));
    this.device = name(device);
  }

  /**
   * Loads a model and classifies a black picture with it, so that whatever does not fit comes to
   * light here.
   *
   * @param file in ONNX, null for the bundled model
   * @param choice where to run; where CUDA is wanted but missing, the processor is taken and a
   *     warning is logged
   * @param threads that one batch is spread over, 0 for one per physical core
   * @throws StageFailure if the file cannot be read or is no model of faces; it names the file,
   *     what is wrong and what to do
   */
  public static EmotionModel open(@Nullable Path file, DeviceChoice choice, int threads) {
    return open(ModelFile.read(file), choice, threads, EmotionModel::classify);
  }

  /**
   * Loads a model as {@link #open(Path, DeviceChoice, int)} does, but lets its scores be anything:
   * whether it computes what it should is for the caller to find out.
   *
   * @param onnx the file
   * @param name of the file for messages, for example {@code model m-3}
   * @throws StageFailure if it is no model of faces
   */
  public static EmotionModel open(byte[] onnx, String name, DeviceChoice choice, int threads) {
    return open(new ModelFile(name, onnx), choice, threads, EmotionModel::logits);
  }

  private static EmotionModel open(ModelFile model, DeviceChoice choice, int threads, Probe probe) {
    InferenceEngine.load();
    OptionalInt cuda = CudaDevices.wanted(choice);
    if (cuda.isPresent()) {
      try {
        CudaDevices.require();
        return open(model, Device.gpu(cuda.getAsInt()), threads, probe);
      } catch (StageFailure e) {
        LOG.warn("{} cannot be used, the processor is: {}", choice, e.getMessage());
      }
    }
    return open(model, Device.cpu(), threads, probe);
  }

  /** Returns what the file says about itself. */
  public ModelMetadata metadata() {
    return metadata;
  }

  /** Returns all that the file carries beside its network, by name. */
  public Map<String, String> properties() {
    return properties;
  }

  /** Returns where it runs: {@code cpu} or, for example, {@code cuda:0}. */
  public String device() {
    return device;
  }

  /** Returns whether it runs on the processor. */
  public boolean isOnCpu() {
    return device.equals(CPU);
  }

  /**
   * Classifies any number of faces as one batch. What comes out for a face does not depend on the
   * others beyond rounding (1e-6).
   *
   * @return one for each face, in their order
   * @throws StageFailure if the device failed, or if the network has no finite scores for a face
   */
  public List<Scores> classify(List<FaceImage> faces) {
    return classifyEach(faces).stream()
        .map(
            scores ->
                scores.orElseThrow(
                    () -> failure(faces, "its logits of a face are not finite", null)))
        .toList();
  }

  /**
   * Classifies as {@link #classify} does.
   *
   * @return one for each face, in their order, empty where the network has no finite scores
   * @throws StageFailure if the device failed
   */
  public List<Optional<Scores>> classifyEach(List<FaceImage> faces) {
    return logits(faces).stream().map(this::scores).toList();
  }

  /**
   * Returns what the network makes of any number of faces, as one batch.
   *
   * @return a row for each face, in their order, with a logit for each class, which may be anything
   * @throws StageFailure if the device failed, or the network gives other than a row for each face
   */
  public List<float[]> logits(List<FaceImage> faces) {
    if (faces.isEmpty()) {
      return List.of();
    }
    List<float[]> rows;
    try {
      rows = predictor.predict(faces);
    } catch (TranslateException | RuntimeException e) {
      throw failure(faces, InferenceEngine.rootMessage(e), e);
    }
    if (rows.size() != faces.size()) {
      throw failure(
          faces, "it gives " + rows.size() + " rows of logits, expected one a face", null);
    }
    return rows;
  }

  private Optional<Scores> scores(float[] logits) {
    return Softmax.isDefined(logits)
        ? Optional.of(Scores.of(metadata.classes(), Softmax.of(logits, metadata.temperature())))
        : Optional.empty();
  }

  private StageFailure failure(List<FaceImage> faces, String reason, @Nullable Throwable cause) {
    return new StageFailure(
        "%s fails on a batch of %d faces on %s: %s"
            .formatted(metadata.version(), faces.size(), device, reason),
        cause);
  }

  @Override
  public void close() {
    predictor.close();
    model.close();
  }

  private static EmotionModel open(ModelFile file, Device device, int threads, Probe probe) {
    Model model = Model.newInstance(file.name(), device, InferenceEngine.NAME);
    try (SessionOptions options = sessionOptions(threads)) {
      model.load(file.open(), Map.of("sessionOptions", options));
      Map<String, String> properties = model.getBlock().getCustomMetadata();
      ModelMetadata metadata = ModelMetadata.of(properties, file.fingerprint());
      EmotionModel opened = new EmotionModel(model, metadata, properties, device);
      probe.of(opened, Collections.nCopies(PROBE_FACES, FaceImage.black()));
      return opened;
    } catch (IOException | MalformedModelException | OrtException | RuntimeException e) {
      model.close();
      throw new StageFailure(
          "%s cannot serve on %s: %s. Take an ONNX file that 'mien train' wrote, or none for the bundled model"
              .formatted(file.name(), name(device), InferenceEngine.rootMessage(e)),
          e);
    }
  }

  private static String name(Device device) {
    return device.isGpu() ? "cuda:" + device.getDeviceId() : CPU;
  }

  private static SessionOptions sessionOptions(int threads) throws OrtException {
    SessionOptions options = new SessionOptions();
    if (threads > 0) {
      options.setIntraOpNumThreads(threads);
    }
    // Threads that spin while they wait take the cores from the other stages on this machine.
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    return options;
  }

  /** A first look at what comes out of a model. */
  private interface Probe {
    Object of(EmotionModel model, List<FaceImage> faces);
  }
}
