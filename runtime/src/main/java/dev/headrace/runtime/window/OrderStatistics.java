package dev.headrace.runtime.window;

import dev.headrace.model.ArrayValues;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Interval;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.function.Comparisons;
import dev.headrace.model.function.Intervals;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** PERCENTILE_CONT, PERCENTILE_DISC and MODE: of values that are added in order. */
final class OrderStatistics extends Accumulation {
  /** Which one. */
  enum Statistic {
    CONTINUOUS,
    DISCRETE,
    MODE
  }

  private final Statistic statistic;
  private final int argument;
  private final int fraction;
  private final SqlType argumentType;
  private final SqlType fractionType;
  private final SqlType resultType;
  private final List<Object> values = new ArrayList<>();
  private @Nullable Object fractions;

  /**
   * @param fraction column, a DOUBLE or an array of them, of which the first row's counts; below 0
   *     for MODE
   */
  OrderStatistics(
      Statistic statistic,
      int argument,
      SqlType argumentType,
      int fraction,
      SqlType fractionType,
      SqlType resultType) {
    this.statistic = statistic;
    this.argument = argument;
    this.argumentType = argumentType;
    this.fraction = fraction;
    this.fractionType = fractionType;
    this.resultType = resultType;
  }

  @Override
  void clear() {
    values.clear();
    fractions = null;
  }

  @Override
  void add(Partition rows, int index) {
    if (fraction >= 0 && fractions == null) {
      fractions = rows.value(index, fraction);
    }
    Object value = rows.value(index, argument);
    if (value != null) {
      values.add(value);
    }
  }

  @Override
  boolean givesNumbers() {
    return false;
  }

  @Override
  void result(ResultColumn results, int index) {
    results.setObject(index, value());
  }

  private @Nullable Object value() {
    if (statistic == Statistic.MODE) {
      return mode();
    }
    Object wanted = fractions;
    if (wanted == null || values.isEmpty()) {
      return null;
    }
    if (fractionType.kind() != SqlType.Kind.ARRAY) {
      return percentile((Double) wanted);
    }
    List<@Nullable Object> each = new ArrayList<>();
    for (Object one : ArrayValues.decode(fractionType, (Slice) wanted)) {
      each.add(one == null ? null : percentile((Double) one));
    }
    return ArrayValues.encode(resultType, each);
  }

  private Object percentile(double wanted) {
    if (!(wanted >= 0 && wanted <= 1)) {
      throw new SqlException(
          ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
          "percentile value " + plain(wanted) + " is not between 0 and 1");
    }
    if (statistic == Statistic.DISCRETE) {
      return values.get((int) Math.max(1, Math.ceil(wanted * values.size())) - 1);
    }
    double place = wanted * (values.size() - 1);
    Object before = values.get((int) Math.floor(place));
    Object after = values.get((int) Math.ceil(place));
    return between(before, after, place - Math.floor(place));
  }

  private static Object between(Object before, Object after, double share) {
    if (before instanceof Interval from) {
      Interval distance = Intervals.subtract((Interval) after, from);
      return Intervals.add(from, Intervals.multiply(distance, share));
    }
    double from = (Double) before;
    return from + share * ((Double) after - from);
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private @Nullable Object mode() {
    Object best = null;
    int bestCount = 0;
    int start = 0;
    for (int i = 1; i <= values.size(); i++) {
      boolean ends =
          i == values.size()
              || Comparisons.compare(argumentType, values.get(i), values.get(start)) != 0;
      if (ends && i - start > bestCount) {
        best = values.get(start);
        bestCount = i - start;
      }
      start = ends ? i : start;
    }
    return best == null ? null : Objects.requireNonNull(best);
  }

  @Override
  boolean seesOrder() {
    return true;
  }
}
