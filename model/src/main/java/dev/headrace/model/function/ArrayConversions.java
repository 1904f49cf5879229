package dev.headrace.model.function;

import dev.headrace.model.ArrayValues;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import dev.headrace.model.text.TypeOids;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Casts of arrays to another type of elements: each element is cast as a value of its type is. */
public final class ArrayConversions {
  private ArrayConversions() {}

  /** By way of the elements' text, to or from which each type has a cast. */
  public static Slice viaText(
      Slice array, int fromElementOid, int toElementOid, Slice zone, Slice out) {
    Slice text = ArrayFunctions.toText(array, fromElementOid, zone, new Slice());
    return ArrayFunctions.fromText(text, toElementOid, zone, out);
  }

  /** Between numbers. */
  public static Slice ofNumbers(Slice array, int fromElementOid, int toElementOid, Slice out) {
    Kind to = type(toElementOid).kind();
    List<@Nullable Object> converted = new ArrayList<>();
    for (Object element : ArrayValues.decode(SqlType.array(type(fromElementOid)), array)) {
      converted.add(element == null ? null : number((Number) element, to));
    }
    return out.set(ArrayValues.encode(SqlType.array(type(toElementOid)), converted));
  }

  /** Between dates and timestamps; see {@link DateTimeConversions}. */
  public static Slice ofTimes(
      Slice array, int fromElementOid, int toElementOid, Slice zone, Slice out) {
    Kind from = type(fromElementOid).kind();
    Kind to = type(toElementOid).kind();
    List<@Nullable Object> converted = new ArrayList<>();
    for (Object element : ArrayValues.decode(SqlType.array(type(fromElementOid)), array)) {
      converted.add(element == null ? null : time(element, from, to, zone));
    }
    return out.set(ArrayValues.encode(SqlType.array(type(toElementOid)), converted));
  }

  private static SqlType type(int oid) {
    return Objects.requireNonNull(TypeOids.referenced(oid), "an element's type");
  }

  private static Object number(Number value, Kind to) {
    return switch (value) {
      case Integer number -> ofInteger(number, to);
      case Long number -> ofLong(number, to);
      case Float number -> ofFloat(number, to);
      case Double number -> ofDouble(number, to);
      case BigDecimal number -> ofDecimal(number, to);
      default -> throw new IllegalArgumentException("no number of SQL: " + value.getClass());
    };
  }

  private static Object ofInteger(int value, Kind to) {
    return switch (to) {
      case SMALLINT -> Conversions.toSmallint(value);
      case INTEGER -> value;
      case BIGINT -> Conversions.toBigint(value);
      case REAL -> Conversions.toReal(value);
      case DOUBLE -> Conversions.toDouble(value);
      default -> Conversions.toNumeric(value);
    };
  }

  private static Object ofLong(long value, Kind to) {
    return switch (to) {
      case SMALLINT -> Conversions.toSmallint(value);
      case INTEGER -> Conversions.toInteger(value);
      case BIGINT -> value;
      case REAL -> Conversions.toReal(value);
      case DOUBLE -> Conversions.toDouble(value);
      default -> Conversions.toNumeric(value);
    };
  }

  private static Object ofFloat(float value, Kind to) {
    return switch (to) {
      case SMALLINT -> Conversions.toSmallint(value);
      case INTEGER -> Conversions.toInteger(value);
      case BIGINT -> Conversions.toBigint(value);
      case REAL -> value;
      case DOUBLE -> Conversions.toDouble(value);
      default -> Conversions.toNumeric(value);
    };
  }

  private static Object ofDouble(double value, Kind to) {
    return switch (to) {
      case SMALLINT -> Conversions.toSmallint(value);
      case INTEGER -> Conversions.toInteger(value);
      case BIGINT -> Conversions.toBigint(value);
      case REAL -> Conversions.toReal(value);
      case DOUBLE -> value;
      default -> Conversions.toNumeric(value);
    };
  }

  private static Object ofDecimal(BigDecimal value, Kind to) {
    return switch (to) {
      case SMALLINT -> Conversions.toSmallint(value);
      case INTEGER -> Conversions.toInteger(value);
      case BIGINT -> Conversions.toBigint(value);
      case REAL -> Conversions.toReal(value);
      case DOUBLE -> Conversions.toDouble(value);
      default -> value;
    };
  }

  private static Object time(Object value, Kind from, Kind to, Slice zone) {
    if (from == Kind.DATE) {
      int date = (Integer) value;
      return to == Kind.TIMESTAMP
          ? DateTimes.toTimestamp(date)
          : DateTimeConversions.toTimestamptz(date, zone);
    }
    long timestamp = (Long) value;
    boolean zoned = from == Kind.TIMESTAMPTZ;
    return switch (to) {
      case DATE ->
          zoned
              ? DateTimeConversions.toDate(timestamp, zone)
              : DateTimeConversions.toDate(timestamp);
      case TIMESTAMP -> DateTimeConversions.toTimestamp(timestamp, zone);
      default -> DateTimeConversions.toTimestamptz(timestamp, zone);
    };
  }
}
