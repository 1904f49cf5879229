package dev.headrace.engine.access;

import dev.headrace.engine.database.KeyColumn;
import dev.headrace.engine.database.KeyOrder;
import dev.headrace.ir.Expr;
import dev.headrace.model.ArrayValues;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.model.text.KeyCodec;
import dev.headrace.runtime.state.KeyPosition;
import dev.headrace.runtime.state.KeyRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns a condition on a key into ranges of its bytes, once the values are known. */
final class KeyRanges {
  /** Beyond this many single values the further columns are left to the filter. */
  private static final int MOST_POINTS = 10_000;

  private static final int PRESENT = 1;

  private final KeyOrder order;
  private final Function<Expr, @Nullable Object> values;

  private KeyRanges(KeyOrder order, Function<Expr, @Nullable Object> values) {
    this.order = order;
    this.values = values;
  }

  /**
   * The ranges of keys for which a condition may hold: disjoint, in ascending order.
   *
   * @param values gives the values of expressions without columns
   */
  static List<KeyRange> of(
      KeyOrder order, KeyCondition condition, Function<Expr, @Nullable Object> values) {
    return new KeyRanges(order, values).ranges(condition);
  }

  private List<KeyRange> ranges(KeyCondition condition) {
    List<byte[]> prefixes = List.of(new byte[0]);
    for (int i = 0; i < condition.columns().size(); i++) {
      KeyColumn column = order.columns().get(i);
      ColumnCondition asked = condition.columns().get(i);
      List<byte[]> points = points(column, asked);
      if (points == null) {
        return prefixes.stream()
            .map(prefix -> range(prefix, column, asked))
            .filter(Objects::nonNull)
            .toList();
      }
      if (prefixes.size() > 1 && (long) prefixes.size() * points.size() > MOST_POINTS) {
        break;
      }
      prefixes = i == 0 ? points : product(prefixes, points);
    }
    List<KeyRange> ranges = new ArrayList<>(prefixes.size());
    for (byte[] prefix : prefixes) {
      ranges.add(KeyRange.prefix(prefix));
    }
    return ranges;
  }

  private static List<byte[]> product(List<byte[]> prefixes, List<byte[]> points) {
    List<byte[]> all = new ArrayList<>(prefixes.size() * points.size());
    for (byte[] prefix : prefixes) {
      for (byte[] point : points) {
        byte[] joined = Arrays.copyOf(prefix, prefix.length + point.length);
        System.arraycopy(point, 0, joined, prefix.length, point.length);
        all.add(joined);
      }
    }
    return all;
  }

  /** The keys of single values in ascending order; null if the condition is a range. */
  private @Nullable List<byte[]> points(KeyColumn column, ColumnCondition condition) {
    return switch (condition) {
      case ColumnCondition.OneOf oneOf when oneOf.values().size() == 1 -> {
        Object value = values.apply(oneOf.values().getFirst());
        byte[] key = key(column, oneOf.values().getFirst().type(), value);
        yield key == null ? List.of() : List.of(key);
      }
      case ColumnCondition.OneOf oneOf -> {
        TreeSet<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
        for (Expr value : oneOf.values()) {
          add(keys, key(column, value.type(), values.apply(value)));
        }
        yield List.copyOf(keys);
      }
      case ColumnCondition.ElementOf elementOf -> {
        TreeSet<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
        if (values.apply(elementOf.array()) instanceof Slice array) {
          SqlType type = elementOf.array().type();
          SqlType element = Objects.requireNonNull(type.element());
          for (Object value : ArrayValues.decode(type, array)) {
            add(keys, key(column, element, value));
          }
        }
        yield List.copyOf(keys);
      }
      case ColumnCondition.IsNull _ -> List.of(nullKey(column));
      case ColumnCondition.Between _, ColumnCondition.StartsLike _ -> null;
    };
  }

  private static void add(SortedSet<byte[]> keys, byte @Nullable [] key) {
    if (key != null) {
      keys.add(key);
    }
  }

  private static byte[] nullKey(KeyColumn column) {
    ByteOutput out = new ByteOutput();
    KeyCodec.encode(column.type(), null, column.order(), out);
    return out.toBytes();
  }

  /** The bytes of a value; null if no row has it, because it is NULL or too large an integer. */
  private static byte @Nullable [] key(KeyColumn column, SqlType type, @Nullable Object value) {
    ByteOutput out = new ByteOutput();
    return encode(column, type, value, out) ? out.toBytes() : null;
  }

  /**
   * Writes the bytes of a value.
   *
   * @return false if no row has it, because it is NULL or too large an integer
   */
  static boolean encode(KeyColumn column, SqlType type, @Nullable Object value, ByteOutput out) {
    if (value == null) {
      return false;
    }
    Object fitting = value;
    if (type.kind().isInteger() && type.kind() != column.type().kind()) {
      long number = ((Number) value).longValue();
      if (excess(column.type(), number) != 0) {
        return false;
      }
      fitting = carrier(column.type(), number);
    }
    KeyCodec.encode(column.type(), fitting, column.order(), out);
    return true;
  }

  private static Object carrier(SqlType type, long number) {
    return switch (type.kind()) {
      case SMALLINT, INTEGER -> (Object) (int) number;
      default -> (Object) number;
    };
  }

  /** 1 if a number is above an integer type's range, -1 if below, 0 if within. */
  private static int excess(SqlType type, long number) {
    long largest =
        switch (type.kind()) {
          case SMALLINT -> Short.MAX_VALUE;
          case INTEGER -> Integer.MAX_VALUE;
          default -> Long.MAX_VALUE;
        };
    return number > largest ? 1 : number < -largest - 1 ? -1 : 0;
  }

  // ---- ranges

  private @Nullable KeyRange range(byte[] prefix, KeyColumn column, ColumnCondition condition) {
    return switch (condition) {
      case ColumnCondition.Between between -> between(prefix, column, between);
      case ColumnCondition.StartsLike like -> startsLike(prefix, column, like);
      case ColumnCondition.OneOf _, ColumnCondition.ElementOf _, ColumnCondition.IsNull _ ->
          throw new IllegalArgumentException("not a range");
    };
  }

  /** The values of a column behind a prefix that are not NULL. */
  static KeyRange present(byte[] prefix) {
    byte[] start = Arrays.copyOf(prefix, prefix.length + 1);
    start[prefix.length] = PRESENT;
    return KeyRange.prefix(start);
  }

  private @Nullable KeyRange between(
      byte[] prefix, KeyColumn column, ColumnCondition.Between between) {
    KeyRange all = present(prefix);
    boolean descending = column.order().descending();
    KeyPosition from = all.from();
    KeyPosition to = all.to();
    if (between.lower() != null) {
      Limit limit = limit(prefix, column, between.lower(), -1);
      if (limit.none()) {
        return null;
      }
      KeyPosition position =
          limit.position(descending ? between.lower().inclusive() : !between.lower().inclusive());
      from = descending || position == null ? from : position;
      to = descending && position != null ? position : to;
    }
    if (between.upper() != null) {
      Limit limit = limit(prefix, column, between.upper(), 1);
      if (limit.none()) {
        return null;
      }
      KeyPosition position =
          limit.position(descending ? !between.upper().inclusive() : between.upper().inclusive());
      to = descending || position == null ? to : position;
      from = descending && position != null ? position : from;
    }
    return new KeyRange(from, to);
  }

  /**
   * What a bound comes to.
   *
   * @param none whether no value is within it
   * @param key null if all values are
   */
  @SuppressWarnings("ArrayRecordComponent") // is never compared
  private record Limit(boolean none, byte @Nullable [] key) {
    @Nullable KeyPosition position(boolean behind) {
      return key == null ? null : new KeyPosition(key, behind);
    }
  }

  /**
   * Evaluates a bound.
   *
   * @param side -1 for a lower bound, 1 for an upper one
   */
  private Limit limit(byte[] prefix, KeyColumn column, ColumnCondition.Bound bound, int side) {
    Object value = values.apply(bound.value());
    if (value == null) {
      return new Limit(true, null);
    }
    SqlType type = bound.value().type();
    if (type.kind().isInteger() && type.kind() != column.type().kind()) {
      int excess = excess(column.type(), ((Number) value).longValue());
      if (excess != 0) {
        return new Limit(excess != side, null);
      }
    }
    byte[] key = Objects.requireNonNull(key(column, type, value));
    return new Limit(false, product(List.of(prefix), List.of(key)).getFirst());
  }

  private @Nullable KeyRange startsLike(
      byte[] prefix, KeyColumn column, ColumnCondition.StartsLike like) {
    if (!(values.apply(like.pattern()) instanceof Slice pattern)) {
      return null;
    }
    int length = 0;
    while (length < pattern.length() && !isSpecial(pattern.at(length))) {
      length++;
    }
    byte[] key = Arrays.copyOf(prefix, prefix.length + 1 + length);
    key[prefix.length] = PRESENT;
    for (int i = 0; i < length; i++) {
      int mask = column.order().descending() ? 0xff : 0;
      key[prefix.length + 1 + i] = (byte) (pattern.at(i) ^ mask);
    }
    return KeyRange.prefix(key);
  }

  private static boolean isSpecial(int character) {
    return character == '%' || character == '_' || character == '\\';
  }
}
