// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.weights;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the part of Python's pickle format that state dictionaries of PyTorch use. A pickle is a
 * program: this interpreter makes dictionaries, lists, texts, numbers and descriptions of tensors,
 * and calls nothing. Whatever else a file names is an error.
 *
 * <p>Values are {@code Map}, {@code List} (also for tuples), {@code String}, {@code Long}, {@code
 * Double}, {@code Boolean}, {@link Optional#empty} for None, and what {@link TensorNames} makes.
 */
final class PickleReader {

  private final ByteBuffer program;
  private final List<Object> stack = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final Map<Integer, Object> memo = new HashMap<>();

  private PickleReader(byte[] program) {
    this.program = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Returns the value that a pickle describes.
   *
   * @throws IllegalArgumentException naming what is damaged, or not known here
   */
  static Object read(byte[] program) {
    PickleReader reader = new PickleReader(program);
    try {
      for (int code = reader.next(); code != '.'; code = reader.next()) {
        reader.execute(code);
      }
      return reader.pop();
    } catch (BufferUnderflowException
        | ClassCastException
        | IndexOutOfBoundsException
        | ArithmeticException e) {
      throw new IllegalArgumentException("its description of the tensors is damaged", e);
    }
  }

  private void execute(int code) {
    switch (code) {
      case 0x80 -> next(); // the version of the format
      case 0x95 -> program.getLong(); // the length of what follows
      case '(' -> marks.push(stack.size());
      case '0' -> pop();
      case 'c' -> stack.add(new TensorNames.Name(line(), line()));
      case 0x93 -> {
        List<Object> name = last(2);
        stack.add(new TensorNames.Name((String) name.get(0), (String) name.get(1)));
      }
      case 'R' -> {
        List<Object> call = last(2);
        stack.add(TensorNames.made((TensorNames.Name) call.get(0), (List<?>) call.get(1)));
      }
      case 'Q' -> stack.add(TensorNames.storage((List<?>) pop()));
      case 'b' -> dropAttributes();
      default -> remember(code);
    }
  }

  private void remember(int code) {
    switch (code) {
      case 'q' -> memo.put(next(), top());
      case 'r' -> memo.put(program.getInt(), top());
      case 0x94 -> memo.put(memo.size(), top());
      case 'h' -> recall(next());
      case 'j' -> recall(program.getInt());
      default -> collect(code);
    }
  }

  private void collect(int code) {
    switch (code) {
      case '}' -> stack.add(new LinkedHashMap<>());
      case ']', ')' -> stack.add(new ArrayList<>());
      case 't' -> stack.add(sinceMark());
      case 0x85 -> stack.add(last(1));
      case 0x86 -> stack.add(last(2));
      case 0x87 -> stack.add(last(3));
      case 'a' -> append(last(1));
      case 'e' -> append(sinceMark());
      case 's' -> put(last(2));
      case 'u' -> put(sinceMark());
      default -> stack.add(single(code));
    }
  }

  private Object single(int code) {
    return switch (code) {
      case 'N' -> Optional.empty();
      case 0x88 -> true;
      case 0x89 -> false;
      case 'K' -> (long) next();
      case 'M' -> (long) Short.toUnsignedInt(program.getShort());
      case 'J' -> (long) program.getInt();
      case 0x8a -> integer(next());
      case 'G' -> Double.longBitsToDouble(Long.reverseBytes(program.getLong()));
      case 'X' -> text(program.getInt());
      case 0x8c -> text(next());
      default ->
          throw new IllegalArgumentException(
              "its description of the tensors has the instruction 0x%02x, which is none of those"
                      .formatted(code)
                  + " that a state dictionary needs");
    };
  }

  private int next() {
    return program.get() & 0xff;
  }

  private long integer(int length) {
    byte[] bytes = new byte[length + 1];
    for (int i = length; i > 0; i--) {
      bytes[i] = program.get();
    }
    bytes[0] = (byte) (length > 0 && bytes[1] < 0 ? -1 : 0);
    return new BigInteger(bytes).longValueExact();
  }

  private String text(int length) {
    if (length < 0 || length > program.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    program.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String line() {
    StringBuilder line = new StringBuilder();
    for (int c = next(); c != '\n'; c = next()) {
      line.append((char) c);
    }
    return line.toString();
  }

  private Object top() {
    return stack.get(stack.size() - 1);
  }

  private Object pop() {
    return stack.remove(stack.size() - 1);
  }

  private void recall(int number) {
    Object value = memo.get(number);
    if (value == null) {
      throw new IndexOutOfBoundsException(number);
    }
    stack.add(value);
  }

  private List<Object> last(int count) {
    List<Object> tail = stack.subList(stack.size() - count, stack.size());
    List<Object> values = new ArrayList<>(tail);
    tail.clear();
    return values;
  }

  private List<Object> sinceMark() {
    if (marks.isEmpty()) {
      throw new IndexOutOfBoundsException("no mark");
    }
    return last(stack.size() - marks.pop());
  }

  @SuppressWarnings("unchecked")
  private void append(List<Object> values) {
    ((List<Object>) top()).addAll(values);
  }

  @SuppressWarnings("unchecked")
  private void put(List<Object> pairs) {
    Map<Object, Object> map = (Map<Object, Object>) top();
    for (int i = 0; i < pairs.size(); i += 2) {
      if (pairs.get(i) instanceof Map || pairs.get(i) instanceof List) { // it may hold itself
        throw new IllegalArgumentException("a key of a dictionary is a dictionary or a list");
      }
      map.put(pairs.get(i), pairs.get(i + 1));
    }
  }

  /** Ordered dictionaries carry versions of modules as attributes. */
  private void dropAttributes() {
    pop();
    if (!(top() instanceof Map)) {
      throw new IllegalArgumentException("it sets attributes of something that is no dictionary");
    }
  }
}
