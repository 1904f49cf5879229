package dev.headrace.runtime.window;

import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;

/** Makes accumulations. Arguments are columns of the rows. */
public final class Accumulations {
  private Accumulations() {}

  /** COUNT of the rows whose argument is not NULL; below 0 of all. */
  public static Accumulation count(int argument) {
    return new Counting(Counting.Result.COUNT, argument);
  }

  public static Accumulation and(int argument) {
    return new Counting(Counting.Result.AND, argument);
  }

  public static Accumulation or(int argument) {
    return new Counting(Counting.Result.OR, argument);
  }

  /** SUM of a type, or AVG. */
  public static Accumulation total(SqlType type, boolean average, int argument) {
    if (type.kind().isFloat()) {
      return new Totals.OfFloats(average, !average && type.kind() == Kind.REAL, argument);
    }
    if (type.kind() == Kind.INTERVAL) {
      return new Totals.OfIntervals(average, argument);
    }
    if (type.kind() == Kind.NUMERIC) {
      return new Totals.OfDecimals(
          average ? Totals.Result.AVERAGE : Totals.Result.NUMERIC_SUM, argument);
    }
    Totals.Result sum = type.kind() == Kind.BIGINT ? Totals.Result.NUMERIC_SUM : Totals.Result.SUM;
    return new Totals.OfIntegers(average ? Totals.Result.AVERAGE : sum, argument);
  }

  /** MIN or MAX. */
  public static Accumulation extreme(boolean greatest, int argument, SqlType type) {
    return new Extreme(greatest, argument, type);
  }

  public static Accumulation bitAnd(int argument) {
    return new Bits(Bits.Operator.AND, argument);
  }

  public static Accumulation bitOr(int argument) {
    return new Bits(Bits.Operator.OR, argument);
  }

  public static Accumulation bitXor(int argument) {
    return new Bits(Bits.Operator.XOR, argument);
  }

  /** Variance or standard deviation of NUMERIC or DOUBLE. */
  public static Accumulation spread(Spread spread, int argument, SqlType type) {
    if (type.kind() == Kind.NUMERIC) {
      return new DecimalVariance(spread, argument);
    }
    Moments.Result result =
        spread.root()
            ? spread.sample() ? Moments.Result.STDDEV_SAMP : Moments.Result.STDDEV_POP
            : spread.sample() ? Moments.Result.VAR_SAMP : Moments.Result.VAR_POP;
    return new Moments(result, argument, argument);
  }

  /**
   * A statistic of two variables.
   *
   * @param name in SQL, in upper case
   */
  public static Accumulation regression(String name, int y, int x) {
    return new Moments(Moments.Result.valueOf(name), x, y);
  }

  public static Accumulation strings(int argument, int separator) {
    return new Collected.Texts(argument, separator);
  }

  public static Accumulation array(int argument, SqlType arrayType) {
    return new Collected.ArrayOf(argument, arrayType);
  }

  public static Accumulation jsonArray(int argument) {
    return new Collected.JsonArray(argument);
  }

  public static Accumulation jsonObject(int key, int argument) {
    return new Collected.JsonObject(key, argument);
  }

  /** A percentile of values that come in order. */
  public static Accumulation percentile(
      boolean continuous,
      int argument,
      SqlType type,
      int fraction,
      SqlType fractionType,
      SqlType resultType) {
    return new OrderStatistics(
        continuous ? OrderStatistics.Statistic.CONTINUOUS : OrderStatistics.Statistic.DISCRETE,
        argument,
        type,
        fraction,
        fractionType,
        resultType);
  }

  /** The most frequent of values that come in order. */
  public static Accumulation mode(int argument, SqlType type) {
    return new OrderStatistics(OrderStatistics.Statistic.MODE, argument, type, -1, type, type);
  }
}
