package dev.headrace.ir.testkit;

import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.AggregateCall;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import dev.headrace.model.function.Arithmetic;
import dev.headrace.model.function.Comparisons;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Aggregates over all rows of a group at once. */
final class AggregateOracle {
  private AggregateOracle() {}

  static @Nullable Object of(
      AggregateCall call, List<Field> input, List<List<@Nullable Object>> group) {
    List<List<@Nullable Object>> rows =
        group.stream()
            .filter(row -> call.filter() < 0 || Boolean.TRUE.equals(row.get(call.filter())))
            .toList();
    if (call.function() == AggregateCall.Function.SINGLE_VALUE) {
      return single(call, rows);
    }
    if (call.argument() < 0) {
      return (long) rows.size();
    }
    SqlType type = input.get(call.argument()).type();
    return ofValues(call.function(), type, values(call, type, rows));
  }

  private static List<Object> values(
      AggregateCall call, SqlType type, List<List<@Nullable Object>> rows) {
    List<Object> values = new ArrayList<>();
    TreeSet<Object> seen = new TreeSet<>(order(type));
    for (List<@Nullable Object> row : rows) {
      Object value = row.get(call.argument());
      if (value != null && (!call.distinct() || seen.add(value))) {
        values.add(value);
      }
    }
    return values;
  }

  private static Comparator<Object> order(SqlType type) {
    return (a, b) -> Comparisons.compare(type, a, b);
  }

  private static @Nullable Object single(AggregateCall call, List<List<@Nullable Object>> rows) {
    if (rows.size() > 1) {
      throw new SqlException(
          ErrorCode.CARDINALITY_VIOLATION,
          "more than one row returned by a subquery used as an expression");
    }
    return rows.isEmpty() ? null : rows.getFirst().get(call.argument());
  }

  private static @Nullable Object ofValues(
      Rel.AggregateCall.Function function, SqlType type, List<Object> values) {
    if (function == AggregateCall.Function.COUNT) {
      return (long) values.size();
    }
    if (values.isEmpty()) {
      return null;
    }
    return switch (function) {
      case COUNT, SINGLE_VALUE -> throw new AssertionError("handled before");
      case SUM -> sum(type, values);
      case AVG -> average(type, values);
      case MIN -> values.stream().min(order(type)).orElseThrow();
      case MAX -> values.stream().max(order(type)).orElseThrow();
      case BOOL_AND -> values.stream().allMatch(Boolean.TRUE::equals);
      case BOOL_OR -> values.stream().anyMatch(Boolean.TRUE::equals);
      case BIT_AND -> values.stream().map(AggregateOracle::bits).reduce(-1L, (a, b) -> a & b);
      case BIT_OR -> values.stream().map(AggregateOracle::bits).reduce(0L, (a, b) -> a | b);
      case BIT_XOR -> values.stream().map(AggregateOracle::bits).reduce(0L, (a, b) -> a ^ b);
      default -> throw new AssertionError("no oracle for " + function);
    };
  }

  private static long bits(Object value) {
    return ((Number) value).longValue();
  }

  private static Object sum(SqlType type, List<Object> values) {
    return switch (type.kind()) {
      case SMALLINT, INTEGER -> values.stream().mapToLong(v -> (Integer) v).sum();
      case REAL -> values.stream().map(v -> (Float) v).reduce(0f, Arithmetic::add);
      case DOUBLE -> values.stream().map(v -> (Double) v).reduce(0.0, Arithmetic::add);
      default -> decimals(type, values).stream().reduce(BigDecimal.ZERO, Arithmetic::add);
    };
  }

  private static Object average(SqlType type, List<Object> values) {
    if (type.kind().isFloat()) {
      double sum = values.stream().mapToDouble(v -> ((Number) v).doubleValue()).sum();
      return sum / values.size();
    }
    BigDecimal sum = decimals(type, values).stream().reduce(BigDecimal.ZERO, Arithmetic::add);
    return Arithmetic.divide(sum, BigDecimal.valueOf(values.size()));
  }

  private static List<BigDecimal> decimals(SqlType type, List<Object> values) {
    return values.stream()
        .map(
            v ->
                type.kind() == Kind.NUMERIC
                    ? (BigDecimal) v
                    : BigDecimal.valueOf(((Number) v).longValue()))
        .toList();
  }
}
