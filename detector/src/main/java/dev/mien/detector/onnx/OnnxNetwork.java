// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.mien.runtime.LargeStack;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A network with one input, ready to run. Safe for use by several threads at once. */
public final class OnnxNetwork implements AutoCloseable {

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final String input;

  private OnnxNetwork(OrtEnvironment environment, OrtSession session) {
    this.environment = environment;
    this.session = session;
    this.input = session.getInputNames().iterator().next();
  }

  /**
   * Opens a network of the class path.
   *
   * @param owner class beside which the resource lies
   * @param threads that one {@link #run} may use, the calling one included
   * @throws IOException if there is no such resource, or it is no network
   */
  public static OnnxNetwork open(Class<?> owner, String resource, int threads) throws IOException {
    try (@Nullable InputStream model = owner.getResourceAsStream(resource)) {
      if (model == null) {
        throw new FileNotFoundException("no " + resource + " beside " + owner.getName());
      }
      return open(model.readAllBytes(), threads);
    }
  }

  /**
   * Opens a network. Uses the process-wide environment of ONNX Runtime and makes it if need be; so
   * whoever wants to configure that one must have done it before.
   *
   * @param model ONNX file
   * @param threads that one {@link #run} may use, the calling one included
   * @throws IOException if it is no network
   */
  public static OnnxNetwork open(byte[] model, int threads) throws IOException {
    OrtEnvironment environment = LargeStack.call(OrtEnvironment::getEnvironment);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      environment.setTelemetry(false);
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      // Threads that spin while they wait take the cores from the other threads of the pipeline.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      return new OnnxNetwork(environment, environment.createSession(model, options));
    } catch (OrtException e) {
      throw new IOException("no network for ONNX Runtime: " + e.getMessage(), e);
    }
  }

  /**
   * Runs the network once.
   *
   * @param values of the input, the last dimension fastest; not copied if the buffer is direct
   * @param shape of the input
   */
  public Outputs run(FloatBuffer values, long... shape) {
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, values, shape);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      Map<String, float[]> numbers = new HashMap<>();
      for (Map.Entry<String, OnnxValue> output : result) {
        numbers.put(output.getKey(), ((OnnxTensor) output.getValue()).getFloatBuffer().array());
      }
      return new Outputs(numbers);
    } catch (OrtException e) {
      throw new IllegalStateException("the network failed: " + e.getMessage(), e);
    }
  }

  /** Frees the network; no {@link #run} may be going on. */
  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("cannot close the network: " + e.getMessage(), e);
    }
  }
}
