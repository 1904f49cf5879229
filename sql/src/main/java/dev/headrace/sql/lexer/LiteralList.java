package dev.headrace.sql.lexer;

import dev.headrace.model.Slice;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the literals of a text stand that are taken out, in memory that is used again. */
final class LiteralList {
  private LiteralKind[] kinds = new LiteralKind[8];
  private int[] bounds = new int[16];
  private boolean[] negative = new boolean[8];
  private int size;

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  /** Adds the literal in {@code [from, to)} of the text. */
  void add(LiteralKind kind, int from, int to, boolean isNegative) {
    if (size == kinds.length) {
      kinds = Arrays.copyOf(kinds, size * 2);
      bounds = Arrays.copyOf(bounds, size * 4);
      negative = Arrays.copyOf(negative, size * 2);
    }
    kinds[size] = kind;
    bounds[2 * size] = from;
    bounds[2 * size + 1] = to;
    negative[size++] = isNegative;
  }

  LiteralKind kind(int index) {
    return kinds[index];
  }

  List<LiteralKind> kinds() {
    return Arrays.asList(kinds).subList(0, size);
  }

  /** Their values: Integer, Long, BigDecimal, a slice of a quoted string, or null. */
  List<@Nullable Object> values(char[] text) {
    List<@Nullable Object> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      values.add(value(text, i));
    }
    return values;
  }

  private @Nullable Object value(char[] text, int index) {
    int from = bounds[2 * index];
    int to = bounds[2 * index + 1];
    return switch (kinds[index]) {
      case INTEGER -> (Object) (int) whole(text, index, from, to);
      case BIGINT -> whole(text, index, from, to);
      case NUMERIC -> {
        BigDecimal value = new BigDecimal(text, from, to - from);
        yield negative[index] ? value.negate() : value;
      }
      case TEXT -> Slice.of(unquoted(text, from + 1, to - 1));
      case NULL -> null;
    };
  }

  private long whole(char[] text, int index, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = value * 10 + (text[i] - '0');
    }
    return negative[index] ? -value : value;
  }

  private static String unquoted(char[] text, int from, int to) {
    String raw = new String(text, from, to - from);
    return raw.indexOf('\'') < 0 ? raw : raw.replace("''", "'");
  }
}
