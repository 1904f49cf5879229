package dev.headrace.codegen.circuit;

import dev.headrace.codegen.spec.Accumulator;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ScalarFunction;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import dev.headrace.model.function.AggregateChecks;
import dev.headrace.model.function.DecimalSum;
import dev.headrace.model.function.ExactSum;
import dev.headrace.model.function.Extremes;
import dev.headrace.model.function.WideSum;
import dev.headrace.runtime.circuit.AggregatePlan;
import java.math.BigDecimal;
import java.util.List;

/** The sums behind SUM and AVG, and the functions that finish aggregates. */
final class Sums {
  private static final ScalarFunction WIDE_TO_NUMERIC =
      internal(
          "$wide_sum", List.of(Kind.BIGINT, Kind.BIGINT), Kind.NUMERIC, WideSum.class, "toNumeric");

  private static final ScalarFunction AT_MOST_ONE =
      internal(
          "$at_most_one", List.of(Kind.BIGINT), Kind.BOOLEAN, AggregateChecks.class, "atMostOne");

  private Sums() {}

  private static ScalarFunction internal(
      String name, List<Kind> parameters, Kind result, Class<?> owner, String method) {
    return new ScalarFunction(
        name, parameters, result, false, false, ScalarFunction.Volatility.IMMUTABLE, owner, method);
  }

  /** The object that keeps a sum of floats or decimals. */
  static AggregatePlan.ObjectAccumulator object(Accumulator.Kind kind) {
    return kind == Accumulator.Kind.SUM_DOUBLE
        ? new AggregatePlan.ObjectAccumulator(
            SqlType.DOUBLE,
            ExactSum::new,
            (sum, other) -> ((ExactSum) sum).add((ExactSum) other),
            sum -> ((ExactSum) sum).value())
        : new AggregatePlan.ObjectAccumulator(
            SqlType.NUMERIC,
            DecimalSum::new,
            (sum, other) -> ((DecimalSum) sum).add((DecimalSum) other),
            sum -> ((DecimalSum) sum).value());
  }

  /** Adds single values to such an object. */
  static AggregatePlan.ValueAdder adder(Accumulator.Kind kind) {
    return kind == Accumulator.Kind.SUM_DOUBLE
        ? (sum, value, sign) -> ((ExactSum) sum).add(((Number) value).doubleValue(), sign)
        : (sum, value, sign) -> ((DecimalSum) sum).add((BigDecimal) value, sign);
  }

  /** The NUMERIC of a 128-bit sum. */
  static Expr wideToNumeric(Expr low, Expr high) {
    return new Expr.Call(WIDE_TO_NUMERIC, List.of(low, high), SqlType.NUMERIC);
  }

  /** Whether MIN and MAX of a type fit an accumulator of one long. */
  static boolean hasExtremes(Kind kind) {
    return switch (kind) {
      case SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, ENUM ->
          true;
      case BOOLEAN, NUMERIC, TEXT, VARCHAR, CHAR, BYTEA, INTERVAL, UUID, JSONB, ARRAY -> false;
    };
  }

  /** The value of such an accumulator. */
  static Expr extreme(Expr encoded, boolean greatest, SqlType type) {
    String carrier =
        switch (type.kind()) {
          case REAL -> "Float";
          case DOUBLE -> "Double";
          default -> ScalarFunction.unboxed(type.kind()) == int.class ? "Int" : "Long";
        };
    String method = (greatest ? "greatest" : "least") + carrier;
    ScalarFunction decode =
        internal("$" + method, List.of(Kind.BIGINT), type.kind(), Extremes.class, method);
    return new Expr.Call(decode, List.of(encoded), type);
  }

  /** A value, if the group has no more than one row; error 21000 otherwise. */
  static Expr singleValue(Expr rows, Expr value, SqlType type) {
    return new Expr.Case(
        List.of(
            new Expr.Case.Branch(
                new Expr.Call(AT_MOST_ONE, List.of(rows), SqlType.BOOLEAN), value)),
        new Expr.Literal(null, type),
        type);
  }
}
