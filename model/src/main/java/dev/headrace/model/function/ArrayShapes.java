package dev.headrace.model.function;

import dev.headrace.model.ArrayValues;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.TypeOids;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ARRAY_FILL, and WIDTH_BUCKET among thresholds. A value of any type, which may be NULL, is given
 * as an array of one element.
 */
public final class ArrayShapes {
  private ArrayShapes() {}

  private static SqlType arrayType(int elementOid) {
    return SqlType.array(Objects.requireNonNull(TypeOids.referenced(elementOid)));
  }

  /** ARRAY_FILL. */
  public static Slice fill(Slice only, Slice dimensions, int elementOid, Slice out) {
    SqlType type = arrayType(elementOid);
    List<@Nullable Object> lengths = ArrayValues.decode(SqlType.array(SqlType.INTEGER), dimensions);
    if (lengths.contains(null)) {
      throw new SqlException(ErrorCode.NULL_VALUE_NOT_ALLOWED, "dimension values cannot be null");
    }
    if (lengths.size() > 1) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "multidimensional arrays are not supported");
    }
    int length = lengths.isEmpty() ? 0 : (Integer) Objects.requireNonNull(lengths.getFirst());
    int most = Integer.MAX_VALUE / 16;
    if (length < 0 || length > most) {
      throw new SqlException(
          ErrorCode.PROGRAM_LIMIT_EXCEEDED,
          "array size exceeds the maximum allowed (" + most + ")");
    }
    Object value = ArrayValues.decode(type, only).getFirst();
    return out.set(ArrayValues.encode(type, Collections.nCopies(length, value)));
  }

  /** WIDTH_BUCKET: how many of the thresholds, which are in order, are not above a value. */
  public static @Nullable Integer widthBucket(Slice only, Slice thresholds, int elementOid) {
    SqlType type = arrayType(elementOid);
    Object value = ArrayValues.decode(type, only).getFirst();
    List<@Nullable Object> limits = ArrayValues.decode(type, thresholds);
    if (value == null) {
      return null;
    }
    if (limits.contains(null)) {
      throw new SqlException(
          ErrorCode.NULL_VALUE_NOT_ALLOWED, "thresholds array must not contain NULLs");
    }
    SqlType element = Objects.requireNonNull(type.element());
    int from = 0;
    int to = limits.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      Object limit = Objects.requireNonNull(limits.get(middle));
      if (Comparisons.compare(element, value, limit) < 0) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from;
  }
}
