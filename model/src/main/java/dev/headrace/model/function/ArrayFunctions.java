package dev.headrace.model.function;

import dev.headrace.model.ArrayValues;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Interval;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.model.text.TextFormat;
import dev.headrace.model.text.TimeZones;
import dev.headrace.model.text.TypeOids;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Functions on arrays. An array's bytes do not tell the type of its elements; where no other
 * argument does, a method takes the element type's OID ({@link TypeOids}). Subscripts start at 1.
 */
public final class ArrayFunctions {
  private ArrayFunctions() {}

  /** CARDINALITY: number of elements. */
  public static int cardinality(Slice array) {
    return ArrayValues.size(array);
  }

  /** ARRAY_LENGTH and ARRAY_UPPER: NULL for the empty array and for another dimension than 1. */
  public static @Nullable Integer length(Slice array, int dimension) {
    int size = ArrayValues.size(array);
    return dimension == 1 && size > 0 ? size : null;
  }

  /** ARRAY_LOWER. */
  public static @Nullable Integer lower(Slice array, int dimension) {
    return length(array, dimension) == null ? null : 1;
  }

  /** ARRAY_NDIMS: NULL for the empty array. */
  public static @Nullable Integer dimensions(Slice array) {
    return ArrayValues.size(array) == 0 ? null : 1;
  }

  /** ARRAY_DIMS: NULL for the empty array. */
  public static @Nullable Slice bounds(Slice array, Slice out) {
    int size = ArrayValues.size(array);
    return size == 0 ? null : out.set(Slice.of("[1:" + size + "]"));
  }

  /** TRIM_ARRAY: the array without some of its last elements. */
  public static Slice trim(Slice array, int count, int elementOid, Slice out) {
    int size = ArrayValues.size(array);
    if (count < 0 || count > size) {
      throw new SqlException(
          ErrorCode.ARRAY_SUBSCRIPT_ERROR,
          "number of elements to trim must be between 0 and " + size);
    }
    return slice(array, 1, size - count, elementOid, out);
  }

  // Elements by subscript, NULL outside

  private static @Nullable Object element(Slice array, int subscript, int elementOid) {
    SqlType type = arrayType(elementOid);
    return subscript < 1 || subscript > ArrayValues.size(array)
        ? null
        : ArrayValues.decode(type, array).get(subscript - 1);
  }

  public static @Nullable Boolean booleanElement(Slice array, int subscript, int elementOid) {
    return (Boolean) element(array, subscript, elementOid);
  }

  /** SMALLINT, INTEGER and DATE. */
  public static @Nullable Integer intElement(Slice array, int subscript, int elementOid) {
    return (Integer) element(array, subscript, elementOid);
  }

  /** BIGINT, TIME, TIMESTAMP and TIMESTAMPTZ. */
  public static @Nullable Long longElement(Slice array, int subscript, int elementOid) {
    return (Long) element(array, subscript, elementOid);
  }

  public static @Nullable Float floatElement(Slice array, int subscript, int elementOid) {
    return (Float) element(array, subscript, elementOid);
  }

  public static @Nullable Double doubleElement(Slice array, int subscript, int elementOid) {
    return (Double) element(array, subscript, elementOid);
  }

  public static @Nullable BigDecimal decimalElement(Slice array, int subscript, int elementOid) {
    return (BigDecimal) element(array, subscript, elementOid);
  }

  public static @Nullable Interval intervalElement(Slice array, int subscript, int elementOid) {
    return (Interval) element(array, subscript, elementOid);
  }

  public static @Nullable UUID uuidElement(Slice array, int subscript, int elementOid) {
    return (UUID) element(array, subscript, elementOid);
  }

  /** Every type that is a run of bytes. */
  public static @Nullable Slice sliceElement(
      Slice array, int subscript, int elementOid, Slice out) {
    Slice element = (Slice) element(array, subscript, elementOid);
    return element == null ? null : out.set(element);
  }

  // Searching; each kind of carrier has a method, since compiled code does not box

  /** {@code value = ANY(array)}: NULL if only a NULL element could be the one. */
  private static @Nullable Boolean isAny(Object value, Slice array, int elementOid) {
    SqlType type = elementType(elementOid);
    boolean hasNull = false;
    for (Object element : ArrayValues.decode(SqlType.array(type), array)) {
      hasNull |= element == null;
      if (element != null && Comparisons.compare(type, element, value) == 0) {
        return true;
      }
    }
    return hasNull ? null : false;
  }

  public static @Nullable Boolean isAny(boolean value, Slice array, int elementOid) {
    return isAny((Object) value, array, elementOid);
  }

  public static @Nullable Boolean isAny(int value, Slice array, int elementOid) {
    return isAny((Object) value, array, elementOid);
  }

  public static @Nullable Boolean isAny(long value, Slice array, int elementOid) {
    return isAny((Object) value, array, elementOid);
  }

  public static @Nullable Boolean isAny(float value, Slice array, int elementOid) {
    return isAny((Object) value, array, elementOid);
  }

  public static @Nullable Boolean isAny(double value, Slice array, int elementOid) {
    return isAny((Object) value, array, elementOid);
  }

  public static @Nullable Boolean isAny(BigDecimal value, Slice array, int elementOid) {
    return isAny((Object) value, array, elementOid);
  }

  public static @Nullable Boolean isAny(Interval value, Slice array, int elementOid) {
    return isAny((Object) value, array, elementOid);
  }

  public static @Nullable Boolean isAny(UUID value, Slice array, int elementOid) {
    return isAny((Object) value, array, elementOid);
  }

  public static @Nullable Boolean isAny(Slice value, Slice array, int elementOid) {
    return isAny((Object) value, array, elementOid);
  }

  // what a value may be to an element, and whether it has to be that to all of them
  public static final int LESS = 1;
  public static final int EQUAL = 2;
  public static final int GREATER = 4;
  public static final int TO_ALL = 8;

  /** {@code value < ANY (array)} and the like. */
  private static @Nullable Boolean quantified(Object value, Slice array, int elementOid, int how) {
    SqlType type = elementType(elementOid);
    boolean decisive = (how & TO_ALL) == 0;
    boolean hasNull = false;
    for (Object element : ArrayValues.decode(SqlType.array(type), array)) {
      if (element == null) {
        hasNull = true;
        continue;
      }
      int order = Comparisons.compare(type, value, element);
      int is = order < 0 ? LESS : order > 0 ? GREATER : EQUAL;
      if ((how & is) != 0 == decisive) {
        return decisive;
      }
    }
    return hasNull ? null : Boolean.valueOf(!decisive);
  }

  public static @Nullable Boolean quantified(boolean value, Slice array, int elementOid, int how) {
    return quantified((Object) value, array, elementOid, how);
  }

  public static @Nullable Boolean quantified(int value, Slice array, int elementOid, int how) {
    return quantified((Object) value, array, elementOid, how);
  }

  public static @Nullable Boolean quantified(long value, Slice array, int elementOid, int how) {
    return quantified((Object) value, array, elementOid, how);
  }

  public static @Nullable Boolean quantified(float value, Slice array, int elementOid, int how) {
    return quantified((Object) value, array, elementOid, how);
  }

  public static @Nullable Boolean quantified(double value, Slice array, int elementOid, int how) {
    return quantified((Object) value, array, elementOid, how);
  }

  public static @Nullable Boolean quantified(
      BigDecimal value, Slice array, int elementOid, int how) {
    return quantified((Object) value, array, elementOid, how);
  }

  public static @Nullable Boolean quantified(Interval value, Slice array, int elementOid, int how) {
    return quantified((Object) value, array, elementOid, how);
  }

  public static @Nullable Boolean quantified(UUID value, Slice array, int elementOid, int how) {
    return quantified((Object) value, array, elementOid, how);
  }

  public static @Nullable Boolean quantified(Slice value, Slice array, int elementOid, int how) {
    return quantified((Object) value, array, elementOid, how);
  }

  /** ARRAY_POSITION of the first equal element, or NULL. */
  private static @Nullable Integer position(Slice array, Object value, int elementOid) {
    SqlType type = elementType(elementOid);
    int position = 0;
    for (Object element : ArrayValues.decode(SqlType.array(type), array)) {
      position++;
      if (element != null && Comparisons.compare(type, element, value) == 0) {
        return position;
      }
    }
    return null;
  }

  public static @Nullable Integer position(Slice array, boolean value, int elementOid) {
    return position(array, (Object) value, elementOid);
  }

  public static @Nullable Integer position(Slice array, int value, int elementOid) {
    return position(array, (Object) value, elementOid);
  }

  public static @Nullable Integer position(Slice array, long value, int elementOid) {
    return position(array, (Object) value, elementOid);
  }

  public static @Nullable Integer position(Slice array, float value, int elementOid) {
    return position(array, (Object) value, elementOid);
  }

  public static @Nullable Integer position(Slice array, double value, int elementOid) {
    return position(array, (Object) value, elementOid);
  }

  public static @Nullable Integer position(Slice array, BigDecimal value, int elementOid) {
    return position(array, (Object) value, elementOid);
  }

  public static @Nullable Integer position(Slice array, Interval value, int elementOid) {
    return position(array, (Object) value, elementOid);
  }

  public static @Nullable Integer position(Slice array, UUID value, int elementOid) {
    return position(array, (Object) value, elementOid);
  }

  public static @Nullable Integer position(Slice array, Slice value, int elementOid) {
    return position(array, (Object) value, elementOid);
  }

  // Building

  /** The array with a value at its end. */
  private static Slice append(Slice array, @Nullable Object value, int elementOid, Slice out) {
    SqlType type = arrayType(elementOid);
    List<@Nullable Object> elements = new ArrayList<>(ArrayValues.decode(type, array));
    elements.add(value);
    return out.set(ArrayValues.encode(type, elements));
  }

  public static Slice append(Slice array, boolean value, int elementOid, Slice out) {
    return append(array, (Object) value, elementOid, out);
  }

  public static Slice append(Slice array, int value, int elementOid, Slice out) {
    return append(array, (Object) value, elementOid, out);
  }

  public static Slice append(Slice array, long value, int elementOid, Slice out) {
    return append(array, (Object) value, elementOid, out);
  }

  public static Slice append(Slice array, float value, int elementOid, Slice out) {
    return append(array, (Object) value, elementOid, out);
  }

  public static Slice append(Slice array, double value, int elementOid, Slice out) {
    return append(array, (Object) value, elementOid, out);
  }

  public static Slice append(Slice array, BigDecimal value, int elementOid, Slice out) {
    return append(array, (Object) value, elementOid, out);
  }

  public static Slice append(Slice array, Interval value, int elementOid, Slice out) {
    return append(array, (Object) value, elementOid, out);
  }

  public static Slice append(Slice array, UUID value, int elementOid, Slice out) {
    return append(array, (Object) value, elementOid, out);
  }

  public static Slice append(Slice array, Slice value, int elementOid, Slice out) {
    return append(array, (Object) value, elementOid, out);
  }

  /** {@code array || array}. */
  public static Slice concat(Slice left, Slice right, int elementOid, Slice out) {
    SqlType type = arrayType(elementOid);
    List<@Nullable Object> elements = new ArrayList<>(ArrayValues.decode(type, left));
    elements.addAll(ArrayValues.decode(type, right));
    return out.set(ArrayValues.encode(type, elements));
  }

  /** With the one element of an array in place of those that equal that of another. */
  public static Slice replaced(Slice array, Slice old, Slice by, int elementOid, Slice out) {
    SqlType type = arrayType(elementOid);
    Object replacement = ArrayValues.decode(type, by).getFirst();
    List<@Nullable Object> elements = new ArrayList<>();
    for (Object element : ArrayValues.decode(type, array)) {
      elements.add(isOnly(element, old, type) ? replacement : element);
    }
    return out.set(ArrayValues.encode(type, elements));
  }

  /** Where the elements are, from 1, that equal the one of another array. */
  public static Slice positions(Slice array, Slice wanted, int elementOid, Slice out) {
    SqlType type = arrayType(elementOid);
    List<@Nullable Object> positions = new ArrayList<>();
    int position = 0;
    for (Object element : ArrayValues.decode(type, array)) {
      position++;
      if (isOnly(element, wanted, type)) {
        positions.add(position);
      }
    }
    return out.set(ArrayValues.encode(SqlType.array(SqlType.INTEGER), positions));
  }

  /** Whether a value is the one element of an array; NULLs are equal. */
  private static boolean isOnly(@Nullable Object value, Slice array, SqlType type) {
    Object only = ArrayValues.decode(type, array).getFirst();
    return value == null
        ? only == null
        : only != null
            && Comparisons.compare(Objects.requireNonNull(type.element()), value, only) == 0;
  }

  /** The elements that do not equal the one of another array; NULLs are equal. */
  public static Slice without(Slice array, Slice removed, int elementOid, Slice out) {
    SqlType type = arrayType(elementOid);
    List<@Nullable Object> elements = new ArrayList<>(ArrayValues.decode(type, array));
    elements.removeIf(element -> isOnly(element, removed, type));
    return out.set(ArrayValues.encode(type, elements));
  }

  /** {@code whole @> part}: whether each element of a part is in the whole; NULL is in none. */
  public static boolean contains(Slice whole, Slice part, int elementOid) {
    SqlType type = elementType(elementOid);
    List<@Nullable Object> elements = ArrayValues.decode(arrayType(elementOid), whole);
    for (Object element : ArrayValues.decode(arrayType(elementOid), part)) {
      if (!hasElement(elements, element, type)) {
        return false;
      }
    }
    return true;
  }

  /** {@code part <@ whole}. */
  public static boolean isContained(Slice part, Slice whole, int elementOid) {
    return contains(whole, part, elementOid);
  }

  /** {@code array && array}: whether they have an element in common, which is not NULL. */
  public static boolean overlaps(Slice left, Slice right, int elementOid) {
    SqlType type = elementType(elementOid);
    List<@Nullable Object> elements = ArrayValues.decode(arrayType(elementOid), left);
    for (Object element : ArrayValues.decode(arrayType(elementOid), right)) {
      if (hasElement(elements, element, type)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasElement(
      List<? extends @Nullable Object> elements, @Nullable Object wanted, SqlType type) {
    if (wanted == null) {
      return false;
    }
    for (Object element : elements) {
      if (element != null && Comparisons.compare(type, element, wanted) == 0) {
        return true;
      }
    }
    return false;
  }

  /** {@code array[lower:upper]}: its elements have the subscripts from 1 on. */
  public static Slice slice(Slice array, int lower, int upper, int elementOid, Slice out) {
    SqlType type = arrayType(elementOid);
    List<@Nullable Object> elements = ArrayValues.decode(type, array);
    int from = Math.max(lower, 1) - 1;
    int to = Math.min(upper, elements.size());
    return out.set(ArrayValues.encode(type, from < to ? elements.subList(from, to) : List.of()));
  }

  // Text

  /**
   * A cast to text.
   *
   * @param elementOid or, for a vector, its own OID
   */
  public static Slice toText(Slice array, int elementOid, Slice zone, Slice out) {
    ByteOutput text = new ByteOutput();
    SqlType type = elementType(elementOid);
    TextFormat.write(
        type.kind() == Kind.ARRAY ? type : SqlType.array(type), array, TimeZones.of(zone), text);
    return text.toSlice(out);
  }

  /** The elements' texts with a separator between them; NULLs are left out. */
  public static Slice join(Slice array, Slice separator, int elementOid, Slice zone, Slice out) {
    return join(array, separator, null, elementOid, zone, out);
  }

  /** The same with a text in the place of NULLs. */
  public static Slice join(
      Slice array, Slice separator, @Nullable Slice nulls, int elementOid, Slice zone, Slice out) {
    SqlType element = elementType(elementOid);
    ByteOutput text = new ByteOutput();
    boolean first = true;
    for (Object value : ArrayValues.decode(SqlType.array(element), array)) {
      if (value == null && nulls == null) {
        continue;
      }
      if (!first) {
        text.write(separator);
      }
      first = false;
      if (value != null) {
        TextFormat.write(element, value, TimeZones.of(zone), text);
      } else if (nulls != null) {
        text.write(nulls);
      }
    }
    return text.toSlice(out);
  }

  /** A cast of text. */
  public static Slice fromText(Slice text, int elementOid, Slice zone, Slice out) {
    Object array =
        TextFormat.parse(
            arrayType(elementOid), text.base(), text.offset(), text.length(), TimeZones.of(zone));
    return out.set((Slice) array);
  }

  private static SqlType elementType(int oid) {
    SqlType type = TypeOids.referenced(oid);
    if (type == null) {
      throw new SqlException(ErrorCode.INTERNAL_ERROR, "no element type has OID " + oid);
    }
    return type;
  }

  private static SqlType arrayType(int elementOid) {
    return SqlType.array(elementType(elementOid));
  }
}
