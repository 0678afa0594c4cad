// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.report;

import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.model.FaceImage;
import dev.mien.classifier.model.Preprocessing;
import dev.mien.detector.onnx.OnnxNetwork;
import dev.mien.events.Scores;
import dev.mien.runtime.FileProblem;
import dev.mien.runtime.StageFailure;
import dev.mien.trainer.evaluate.Faces;
import dev.mien.trainer.evaluate.Predictions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Draws attention maps over faces and their mirror images, as figure 4 of the paper does. */
public final class AttentionSamples {

  private final EmotionModel model;
  private final OnnxNetwork network;
  private final Faces faces;

  private AttentionSamples(EmotionModel model, OnnxNetwork network, Faces faces) {
    this.model = model;
    this.network = network;
    this.faces = faces;
  }

  /**
   * Takes for each class the first face that the model recognises, or the first one at all.
   *
   * @param model opened from the file
   * @param file the ONNX file, whose attention maps the classifier does not hand out
   * @param indices of the faces that were predicted
   * @throws StageFailure if the file cannot be read
   */
  public static List<AttentionSample> of(
      EmotionModel model, Path file, Faces faces, int[] indices, Predictions predictions) {
    List<AttentionSample> samples = new ArrayList<>();
    try (OnnxNetwork network = OnnxNetwork.open(Files.readAllBytes(file), 1)) {
      AttentionSamples drawing = new AttentionSamples(model, network, faces);
      for (int emotion = 0; emotion < predictions.classes().size(); emotion++) {
        int[] candidates = candidates(predictions, emotion);
        if (candidates.length > 0) {
          String label = predictions.classes().get(emotion);
          samples.addAll(drawing.draw(indices[candidates[0]], label));
        }
      }
    } catch (IOException e) {
      throw new StageFailure(file + " cannot be read: " + FileProblem.reason(e), e);
    }
    return samples;
  }

  /** Those that are recognised come first. */
  private static int[] candidates(Predictions predictions, int emotion) {
    int[] all =
        IntStream.range(0, predictions.size())
            .filter(face -> predictions.label(face) == emotion)
            .toArray();
    int[] right = Arrays.stream(all).filter(face -> predictions.leading(face) == emotion).toArray();
    return right.length > 0 ? right : all;
  }

  private List<AttentionSample> draw(int face, String label) {
    byte[] rgb = faces.rgb(face);
    String picture = EmbeddedPng.address(picture(rgb, faces.side()));
    return List.of(
        sample(picture, label, false, rgb),
        sample(picture, label, true, mirrored(rgb, faces.side())));
  }

  private AttentionSample sample(String picture, String label, boolean mirrored, byte[] rgb) {
    FaceImage face = FaceImage.ofRgb(faces.side(), faces.side(), rgb);
    Scores scores = model.classify(List.of(face)).get(0);
    List<String> classes = model.metadata().classes();
    float[] attention = attention(face);
    int places = attention.length / classes.size();
    int width = (int) Math.round(Math.sqrt(places));
    List<AttentionSample.Map> maps = new ArrayList<>();
    for (int i = 0; i < classes.size(); i++) {
      String name = classes.get(i);
      float[] values = Arrays.copyOfRange(attention, i * places, (i + 1) * places);
      maps.add(
          new AttentionSample.Map(
              name,
              EmbeddedPng.address(HeatMap.of(values, width)),
              Share.percent(scores.of(name)),
              name.equals(label)));
    }
    return new AttentionSample(picture, label, mirrored, width, maps);
  }

  private float[] attention(FaceImage face) {
    Preprocessing form = model.metadata().preprocessing();
    float[] values = new float[form.values()];
    form.write(face, values, 0);
    return network
        .run(FloatBuffer.wrap(values), 1, 3, form.height(), form.width())
        .of(EmotionModel.ATTENTION);
  }

  private static BufferedImage picture(byte[] rgb, int side) {
    BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < side * side; i++) {
      int red = Byte.toUnsignedInt(rgb[3 * i]);
      int green = Byte.toUnsignedInt(rgb[3 * i + 1]);
      int blue = Byte.toUnsignedInt(rgb[3 * i + 2]);
      picture.setRGB(i % side, i / side, red << 16 | green << 8 | blue);
    }
    return picture;
  }

  private static byte[] mirrored(byte[] rgb, int side) {
    byte[] mirrored = new byte[rgb.length];
    for (int i = 0; i < side * side; i++) {
      int opposite = i / side * side + side - 1 - i % side;
      System.arraycopy(rgb, 3 * i, mirrored, 3 * opposite, 3);
    }
    return mirrored;
  }
}
