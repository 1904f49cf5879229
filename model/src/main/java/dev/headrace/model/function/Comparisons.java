package dev.headrace.model.function;

import dev.headrace.model.ArrayValues;
import dev.headrace.model.Interval;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's order of the values of a type. Each method returns a negative number, zero or a
 * positive number; zero is what SQL calls equal, also where the values have different bytes (1.0
 * and 1.00, 0.0 and -0.0, one month and thirty days).
 */
public final class Comparisons {
  private Comparisons() {}

  public static int compare(boolean left, boolean right) {
    return Boolean.compare(left, right);
  }

  /** SMALLINT, INTEGER and DATE. */
  public static int compare(int left, int right) {
    return Integer.compare(left, right);
  }

  /** BIGINT, TIME, TIMESTAMP and TIMESTAMPTZ. */
  public static int compare(long left, long right) {
    return Long.compare(left, right);
  }

  /** NaN equals NaN and is greater than any number; -0.0 equals 0.0. */
  public static int compare(float left, float right) {
    return compare((double) left, (double) right);
  }

  /** NaN equals NaN and is greater than any number; -0.0 equals 0.0. */
  public static int compare(double left, double right) {
    if (left < right) {
      return -1;
    }
    if (left > right) {
      return 1;
    }
    return left == right ? 0 : Boolean.compare(Double.isNaN(left), Double.isNaN(right));
  }

  public static int compare(BigDecimal left, BigDecimal right) {
    return left.compareTo(right);
  }

  public static int compare(Interval left, Interval right) {
    return left.compareTo(right);
  }

  /** By the sixteen bytes, unsigned. */
  public static int compare(UUID left, UUID right) {
    int high = Long.compareUnsigned(left.getMostSignificantBits(), right.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(left.getLeastSignificantBits(), right.getLeastSignificantBits());
  }

  /** TEXT, VARCHAR and BYTEA: by unsigned bytes. */
  public static int compare(Slice left, Slice right) {
    return left.compareTo(right);
  }

  /** CHAR: trailing blanks do not count. */
  public static int compareCharacter(Slice left, Slice right) {
    return java.util.Arrays.compareUnsigned(
        left.base(),
        left.offset(),
        left.offset() + lengthWithoutBlanks(left),
        right.base(),
        right.offset(),
        right.offset() + lengthWithoutBlanks(right));
  }

  /** Bytes before the trailing blanks. */
  public static int lengthWithoutBlanks(Slice text) {
    int length = text.length();
    while (length > 0 && text.at(length - 1) == ' ') {
      length--;
    }
    return length;
  }

  /** JSONB: objects over arrays over booleans over numbers over strings over null. */
  public static int compareJson(Slice left, Slice right) {
    return JsonOrder.compare(left, right);
  }

  /** Arrays: by element, NULL last, then by length. */
  public static int compareArrays(SqlType arrayType, Slice left, Slice right) {
    SqlType element = Objects.requireNonNull(arrayType.element(), "not an array type");
    List<@Nullable Object> lefts = ArrayValues.decode(arrayType, left);
    List<@Nullable Object> rights = ArrayValues.decode(arrayType, right);
    for (int i = 0; i < Math.min(lefts.size(), rights.size()); i++) {
      int comparison = compareNullsLast(element, lefts.get(i), rights.get(i));
      if (comparison != 0) {
        return comparison;
      }
    }
    return Integer.compare(lefts.size(), rights.size());
  }

  /** Values that may be NULL, which then is greater than all others and equal to itself. */
  public static int compareNullsLast(SqlType type, @Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return Boolean.compare(left == null, right == null);
    }
    return compare(type, left, right);
  }

  /** Two carriers of a type. */
  public static int compare(SqlType type, Object left, Object right) {
    return switch (type.kind()) {
      case BOOLEAN -> compare((boolean) left, (boolean) right);
      case SMALLINT, INTEGER, DATE -> compare((int) left, (int) right);
      case BIGINT, TIME, TIMESTAMP, TIMESTAMPTZ, ENUM -> compare((long) left, (long) right);
      case REAL -> compare((float) left, (float) right);
      case DOUBLE -> compare((double) left, (double) right);
      case NUMERIC -> compare((BigDecimal) left, (BigDecimal) right);
      case INTERVAL -> compare((Interval) left, (Interval) right);
      case UUID -> compare((UUID) left, (UUID) right);
      case TEXT, VARCHAR, BYTEA -> compare((Slice) left, (Slice) right);
      case CHAR -> compareCharacter((Slice) left, (Slice) right);
      case JSONB -> compareJson((Slice) left, (Slice) right);
      case ARRAY -> compareArrays(type, (Slice) left, (Slice) right);
    };
  }
}
