package dev.headrace.codegen;

import dev.headrace.codegen.spec.Accumulator;
import dev.headrace.codegen.spec.End;
import dev.headrace.codegen.spec.ValueSet;
import dev.headrace.codegen.support.Numbers;
import dev.headrace.model.Interval;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlType;
import dev.headrace.model.function.DecimalSum;
import dev.headrace.model.function.ExactSum;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What groups should be: a map from keys to sums, without limits but SUM_LONG's. */
final class GroupModel {
  private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private final End.Aggregate end;
  private final Map<String, List<Object>> groups = new TreeMap<>();
  private final Map<String, Long> values = new TreeMap<>();

  GroupModel(End.Aggregate end) {
    this.end = end;
  }

  /** Adds rows with their weights. */
  void add(RowLayout layout, byte[] rows) {
    RowReader reader = new RowReader(layout);
    for (int row = 0; row < rows.length; row += Rows.length(rows, row)) {
      add(layout, reader.get(rows, row), Rows.weight(rows, row));
    }
  }

  private void add(RowLayout layout, List<@Nullable Object> row, int weight) {
    List<@Nullable Object> key = new ArrayList<>();
    end.keys().forEach(column -> key.add(keyForm(row.get(column), layout.type(column))));
    String name = "group " + GroupTables.keyText(key);
    List<Object> before = groups.getOrDefault(name, initial());
    List<Object> after = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      Accumulator accumulator = end.accumulators().get(i);
      BigInteger added = added(accumulator, row, weight);
      if (before.get(i) instanceof BigInteger sum) {
        BigInteger result = sum.add(added);
        boolean limited = accumulator.kind() == Accumulator.Kind.SUM_LONG;
        if (limited && (!fits(added) || !fits(result))) {
          return;
        }
        after.add(result);
      } else {
        after.add(before.get(i));
      }
    }
    addToObjects(after, row, weight);
    groups.put(name, after);
    for (int i = 0; i < end.values().size(); i++) {
      ValueSet set = end.values().get(i);
      if (takesPart(row, set.argument(), set.filter())) {
        List<@Nullable Object> valueKey = new ArrayList<>(key);
        valueKey.add(keyForm(row.get(set.argument()), layout.type(set.argument())));
        values.merge("value " + i + " " + GroupTables.keyText(valueKey), (long) weight, Long::sum);
      }
    }
  }

  private static boolean fits(BigInteger value) {
    return value.compareTo(MIN) >= 0 && value.compareTo(MAX) <= 0;
  }

  private List<Object> initial() {
    List<Object> initial = new ArrayList<>();
    for (Accumulator accumulator : end.accumulators()) {
      initial.add(
          switch (accumulator.kind()) {
            case ROWS, COUNT, SUM_LONG, SUM_WIDE, GREATEST, LEAST -> BigInteger.ZERO;
            case SUM_DOUBLE -> new ExactSum();
            case SUM_DECIMAL -> new DecimalSum();
          });
    }
    return initial;
  }

  private static boolean takesPart(List<@Nullable Object> row, int argument, int filter) {
    return (filter < 0 || Objects.equals(row.get(filter), true))
        && (argument < 0 || row.get(argument) != null);
  }

  private static BigInteger added(Accumulator accumulator, List<@Nullable Object> row, int weight) {
    if (!takesPart(row, accumulator.argument(), accumulator.filter())) {
      return BigInteger.ZERO;
    }
    BigInteger times = BigInteger.valueOf(weight);
    return switch (accumulator.kind()) {
      case ROWS, COUNT -> times;
      case SUM_LONG, SUM_WIDE -> {
        Number argument = (Number) Objects.requireNonNull(row.get(accumulator.argument()));
        yield BigInteger.valueOf(argument.longValue()).multiply(times);
      }
      // extremes are for weights of one kind only, so they are tested with circuits
      case SUM_DOUBLE, SUM_DECIMAL, GREATEST, LEAST -> BigInteger.ZERO;
    };
  }

  private void addToObjects(List<Object> sums, List<@Nullable Object> row, int weight) {
    for (int i = 0; i < sums.size(); i++) {
      Accumulator accumulator = end.accumulators().get(i);
      if (takesPart(row, accumulator.argument(), accumulator.filter())) {
        if (sums.get(i) instanceof ExactSum sum) {
          Number argument = (Number) Objects.requireNonNull(row.get(accumulator.argument()));
          sum.add(argument.doubleValue(), weight);
        } else if (sums.get(i) instanceof DecimalSum sum) {
          sum.add((BigDecimal) Objects.requireNonNull(row.get(accumulator.argument())), weight);
        }
      }
    }
  }

  private static @Nullable Object keyForm(@Nullable Object value, SqlType type) {
    return switch (value) {
      case Float f when f == 0 -> 0.0f;
      case Double d when d == 0 -> 0.0;
      case BigDecimal decimal when type.precision() == SqlType.UNBOUNDED ->
          Numbers.keyForm(decimal);
      case Interval interval -> Numbers.keyForm(interval);
      case null -> null;
      default -> value;
    };
  }

  Map<String, String> dump() {
    Map<String, String> result = new TreeMap<>();
    groups.forEach(
        (key, sums) ->
            result.put(
                key,
                sums.stream()
                    .map(
                        sum ->
                            switch (sum) {
                              case ExactSum exact -> GroupTables.text(exact::value);
                              case DecimalSum decimal -> GroupTables.text(decimal::value);
                              default -> sum.toString();
                            })
                    .toList()
                    .toString()));
    values.forEach((key, weight) -> result.put(key, "" + weight));
    return result;
  }
}
