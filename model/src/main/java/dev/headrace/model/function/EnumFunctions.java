package dev.headrace.model.function;

import dev.headrace.model.ArrayValues;
import dev.headrace.model.EnumType;
import dev.headrace.model.EnumType.Label;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.util.List;

/**
 * Enumerated types: labels, and which there are. Every function is told the type by its {@link
 * EnumType#reference()}.
 */
public final class EnumFunctions {
  private EnumFunctions() {}

  /** A cast to text. */
  public static Slice toText(long value, int type, Slice out) {
    return out.set(EnumType.referenced(type).text(value));
  }

  /** A cast of text. */
  public static long toEnum(Slice text, int type) {
    return EnumType.referenced(type).key(text.toString());
  }

  /** {@code enum_first}. */
  public static long first(int type) {
    EnumType known = EnumType.referenced(type);
    return known.usable(labels(known).getFirst()).key();
  }

  /** {@code enum_last}. */
  public static long last(int type) {
    EnumType known = EnumType.referenced(type);
    return known.usable(labels(known).getLast()).key();
  }

  private static List<Label> labels(EnumType type) {
    if (type.labels().isEmpty()) {
      throw new SqlException(
          ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, "enum " + type + " contains no values");
    }
    return type.labels();
  }

  /** {@code enum_range}: all values. */
  public static Slice range(int type, Slice out) {
    return range(Long.MIN_VALUE, Long.MAX_VALUE, type, out);
  }

  /** {@code enum_range}: the values between two, both included. */
  public static Slice range(long from, long to, int type, Slice out) {
    EnumType known = EnumType.referenced(type);
    List<Long> values =
        known.labels().stream()
            .filter(label -> label.key() >= from && label.key() <= to)
            .map(label -> known.usable(label).key())
            .toList();
    return out.set(ArrayValues.encode(SqlType.array(SqlType.enumerated(known)), values));
  }
}
