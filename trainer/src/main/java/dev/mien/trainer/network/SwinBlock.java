// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.network;

import java.util.stream.LongStream;

/**
 * Attention within windows of 7x7 tokens, then two layers for each token, both added to what came
 * in.
 *
 * @param prefix of the names of its weights
 * @param side tokens in a row and in a column, a multiple of 7
 * @param channels of a token
 * @param shifted whether the windows are moved by 3 tokens, so that neighbours meet that did not
 *     before; where there is one window only, nothing is
 */
record SwinBlock(String prefix, int side, int channels, boolean shifted) {

  private static final int WINDOW = 7;
  private static final int TOKENS = WINDOW * WINDOW;
  private static final int SHIFT = WINDOW / 2;
  private static final int HEAD = 32;
  private static final int REACH = 2 * WINDOW - 1;

  /** What keeps tokens from seeing each other that are no neighbours but met by the shift. */
  private static final float APART = -100;

  SwinBlock {
    shifted = shifted && side > WINDOW;
  }

  <T> T apply(Graph<T> graph, T input) {
    T normed = graph.layerNorm(prefix + ".norm1", input, channels);
    T attended = graph.add(input, attention(graph, normed));
    T hidden = graph.layerNorm(prefix + ".norm2", attended, channels);
    hidden = graph.gelu(linear(prefix + ".mlp.0", graph, hidden, channels, 4 * channels));
    return graph.add(attended, linear(prefix + ".mlp.3", graph, hidden, 4 * channels, channels));
  }

  /** Product of each token with a matrix. */
  static <T> T product(String name, Graph<T> graph, T input, int inputs, int outputs) {
    T matrix = graph.parameter(name + ".weight", Initializer.SMALL, outputs, inputs);
    return graph.matmul(input, graph.permute(matrix, 1, 0));
  }

  private static <T> T linear(String name, Graph<T> graph, T input, int inputs, int outputs) {
    T product = product(name, graph, input, inputs, outputs);
    return graph.add(product, graph.parameter(name + ".bias", Initializer.ZERO, outputs));
  }

  private <T> T attention(Graph<T> graph, T input) {
    int windows = side / WINDOW;
    T moved = shifted ? rolled(graph, input, SHIFT) : input;
    T parts = graph.reshape(moved, -1, windows, WINDOW, windows, WINDOW, channels);
    T tokens = graph.reshape(graph.permute(parts, 0, 1, 3, 2, 4, 5), -1, TOKENS, channels);
    T seen = linear(prefix + ".attn.proj", graph, heads(graph, tokens), channels, channels);
    parts = graph.reshape(seen, -1, windows, windows, WINDOW, WINDOW, channels);
    T whole = graph.reshape(graph.permute(parts, 0, 1, 3, 2, 4, 5), -1, side, side, channels);
    return shifted ? rolled(graph, whole, side - SHIFT) : whole;
  }

  private <T> T heads(Graph<T> graph, T tokens) {
    int heads = channels / HEAD;
    T all = linear(prefix + ".attn.qkv", graph, tokens, channels, 3 * channels);
    all = graph.permute(graph.reshape(all, -1, TOKENS, 3, heads, HEAD), 2, 0, 3, 1, 4);
    T query = graph.scale(part(0, graph, all), (float) (1 / Math.sqrt(HEAD)));
    T key = graph.permute(part(1, graph, all), 0, 1, 3, 2);
    T scores = graph.add(graph.matmul(query, key), positions(graph));
    T weights = graph.softmax(shifted ? masked(graph, scores) : scores);
    T values = graph.matmul(weights, part(2, graph, all));
    return graph.reshape(graph.permute(values, 0, 2, 1, 3), -1, TOKENS, channels);
  }

  private <T> T part(int index, Graph<T> graph, T all) {
    return graph.reshape(graph.gather(all, 0, index), -1, channels / HEAD, TOKENS, HEAD);
  }

  /** What each head thinks of two tokens that lie so far apart: heads x 49 x 49. */
  private <T> T positions(Graph<T> graph) {
    int heads = channels / HEAD;
    String name = prefix + ".attn.relative_position_bias_table";
    T table = graph.parameter(name, Initializer.SMALL, (long) REACH * REACH, heads);
    long[] indices = new long[TOKENS * TOKENS];
    for (int i = 0; i < indices.length; i++) {
      long pair = i;
      long from = pair / TOKENS;
      long to = pair % TOKENS;
      long down = from / WINDOW - to / WINDOW + WINDOW - 1;
      long right = from % WINDOW - to % WINDOW + WINDOW - 1;
      indices[i] = down * REACH + right;
    }
    T pairs = graph.reshape(graph.gather(table, 0, indices), TOKENS, TOKENS, heads);
    return graph.permute(pairs, 2, 0, 1);
  }

  private <T> T masked(Graph<T> graph, T scores) {
    int heads = channels / HEAD;
    long windows = (long) (side / WINDOW) * (side / WINDOW);
    T mask = graph.constant(prefix + ".mask", mask(), windows, 1, TOKENS, TOKENS);
    T byPicture = graph.reshape(scores, -1, windows, heads, TOKENS, TOKENS);
    return graph.reshape(graph.add(byPicture, mask), -1, heads, TOKENS, TOKENS);
  }

  private float[] mask() {
    int windows = side / WINDOW;
    float[] mask = new float[windows * windows * TOKENS * TOKENS];
    for (int i = 0; i < mask.length; i++) {
      int window = i / (TOKENS * TOKENS);
      int from = i / TOKENS % TOKENS;
      boolean neighbours = region(window, from) == region(window, i % TOKENS);
      mask[i] = neighbours ? 0 : APART;
    }
    return mask;
  }

  /** Returns which of the nine regions a token came from that the shift brought together. */
  private int region(int window, int token) {
    int windows = side / WINDOW;
    int row = window / windows * WINDOW + token / WINDOW;
    int column = window % windows * WINDOW + token % WINDOW;
    return 3 * band(row) + band(column);
  }

  private int band(int place) {
    if (place < side - WINDOW) {
      return 0;
    }
    return place < side - SHIFT ? 1 : 2;
  }

  /** Moves rows up and columns to the left, around the edge. */
  private <T> T rolled(Graph<T> graph, T input, int by) {
    long[] order = LongStream.range(0, side).map(place -> (place + by) % side).toArray();
    return graph.gather(graph.gather(input, 1, order), 2, order);
  }
}
