// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.model;

import dev.mien.events.Face;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a picture becomes the input {@code N x 3 x height x width} of a network: (x - mean) / scale
 * for every value x, 0 to 255. Trainer and classifier share this code, and the model file carries
 * {@link #toString} as its metadata {@value #KEY}.
 *
 * @param height of the picture in pixels
 * @param width of the picture in pixels
 * @param order of the colours
 * @param mean one for each channel, in the channels' order
 * @param scale one for each channel, in the channels' order, not 0
 */
public record Preprocessing(
    int height, int width, ColourOrder order, List<Float> mean, List<Float> scale) {

  /** Key of the ONNX metadata. */
  public static final String KEY = "input";

  /** An example for messages, and the form that most models have. */
  static final String EXAMPLE = "N x 3 x 112 x 112, RGB, (x - 127.5) / 128";

  private static final int CHANNELS = 3;
  private static final int MAX_SIDE = 1024;
  private static final String VALUES =
      "(-?\\d+(?:\\.\\d+)?|\\[-?\\d+(?:\\.\\d+)?(?:, -?\\d+(?:\\.\\d+)?){2}])";
  private static final Pattern FORM =
      Pattern.compile(
          "N x 3 x (\\d{1,6}) x (\\d{1,6}), (RGB|BGR), \\(x - " + VALUES + "\\) / " + VALUES);

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException naming the component and its value
   */
  public Preprocessing {
    if (height < 1 || height > MAX_SIDE || width < 1 || width > MAX_SIDE) {
      throw new IllegalArgumentException(
          "input size is %d x %d, expected sides of 1 to %d pixels"
              .formatted(height, width, MAX_SIDE));
    }
    mean = List.copyOf(mean);
    scale = List.copyOf(scale);
    if (mean.size() != CHANNELS
        || scale.size() != CHANNELS
        || scale.stream().anyMatch(value -> value == 0)) {
      throw new IllegalArgumentException(
          "mean is " + mean + " and scale " + scale + ", expected 3 numbers each, scale not 0");
    }
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException if it has another form
   */
  public static Preprocessing parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' does not say the preprocessing, expected a form like '" + EXAMPLE + "'");
    }
    return new Preprocessing(
        Integer.parseInt(form.group(1)),
        Integer.parseInt(form.group(2)),
        ColourOrder.valueOf(form.group(3)),
        channels(form.group(4)),
        channels(form.group(5)));
  }

  /** Returns how many numbers the network takes for one picture. */
  public int values() {
    return CHANNELS * height * width;
  }

  /**
   * Writes a picture as one plane of numbers after another, first resized to the input's size: all
   * faces travel with {@link Face#SIDE} pixels a side, whatever a network takes.
   *
   * @param target gets {@link #values} numbers
   * @param offset of the first one
   */
  public void write(FaceImage face, float[] target, int offset) {
    FaceImage picture = face.resized(width, height);
    int plane = height * width;
    for (int channel = 0; channel < CHANNELS; channel++) {
      int colour = order.colourOf(channel);
      float m = mean.get(channel);
      float s = scale.get(channel);
      for (int pixel = 0; pixel < plane; pixel++) {
        target[offset + channel * plane + pixel] = (picture.value(pixel, colour) - m) / s;
      }
    }
  }

  /** Returns for example {@value #EXAMPLE}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "N x 3 x %d x %d, %s, (x - %s) / %s",
        height,
        width,
        order,
        text(mean),
        text(scale));
  }

  private static List<Float> channels(String values) {
    List<Float> numbers =
        Stream.of(values.replaceAll("[\\[\\]]", "").split(", ")).map(Float::valueOf).toList();
    return numbers.size() == CHANNELS
        ? numbers
        : List.of(numbers.get(0), numbers.get(0), numbers.get(0));
  }

  private static String text(List<Float> values) {
    return values.stream().distinct().count() == 1
        ? text(values.get(0))
        : values.stream().map(Preprocessing::text).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String text(float value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : new BigDecimal(Float.toString(value)).toPlainString();
  }
}
