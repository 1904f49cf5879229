package dev.headrace.model.function;

import dev.headrace.model.ArrayValues;
import dev.headrace.model.Interval;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.TypeOids;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a cast to an array of limited elements, such as {@code varchar(10)[]}, does to each. */
public final class ArrayLimits {
  private ArrayLimits() {}

  /**
   * An explicit cast: texts are cut off.
   *
   * @param typmod of the element type
   */
  public static Slice cast(Slice array, int elementOid, int typmod, Slice out) {
    return limited(array, type(elementOid, typmod), false, out);
  }

  /** An assignment: texts that are too long are an error. */
  public static Slice assign(Slice array, int elementOid, int typmod, Slice out) {
    return limited(array, type(elementOid, typmod), true, out);
  }

  private static SqlType type(int elementOid, int typmod) {
    return Objects.requireNonNull(
        TypeOids.referenced(elementOid, typmod), "the type of an element");
  }

  private static Slice limited(Slice array, SqlType element, boolean assigned, Slice out) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Object value : ArrayValues.decode(SqlType.array(element), array)) {
      values.add(value == null ? null : limited(value, element, assigned));
    }
    return out.set(ArrayValues.encode(SqlType.array(element), values));
  }

  private static Object limited(Object value, SqlType type, boolean assigned) {
    int limit = type.precision();
    return switch (type.kind()) {
      case NUMERIC -> Conversions.toNumeric((BigDecimal) value, limit, type.scale());
      case VARCHAR ->
          assigned
              ? TextLimits.assignVarchar((Slice) value, limit, new Slice())
              : TextLimits.castToVarchar((Slice) value, limit, new Slice());
      case CHAR ->
          assigned
              ? TextLimits.assignCharacter((Slice) value, limit, new Slice())
              : TextLimits.castToCharacter((Slice) value, limit, new Slice());
      case TIME, TIMESTAMP, TIMESTAMPTZ -> TimePrecision.of((long) value, type);
      case INTERVAL -> TimePrecision.of((Interval) value, type);
      default -> throw new IllegalArgumentException(type + " has no limit");
    };
  }
}
