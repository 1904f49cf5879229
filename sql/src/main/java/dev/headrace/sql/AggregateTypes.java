package dev.headrace.sql;

import dev.headrace.ir.Rel.AggregateCall;
import dev.headrace.ir.Rel.AggregateCall.Function;
import dev.headrace.model.SqlType;

/** The types of aggregates of one argument, and whether they can be NULL. */
final class AggregateTypes {
  private AggregateTypes() {}

  /** The type of an aggregate of values of a type. */
  static SqlType result(Function function, SqlType argument) {
    return switch (function) {
      case COUNT -> SqlType.BIGINT;
      case SUM ->
          switch (argument.kind()) {
            case SMALLINT, INTEGER -> SqlType.BIGINT;
            case REAL -> SqlType.REAL;
            case DOUBLE -> SqlType.DOUBLE;
            case INTERVAL -> SqlType.INTERVAL;
            default -> SqlType.NUMERIC;
          };
      case AVG ->
          switch (argument.kind()) {
            case REAL, DOUBLE -> SqlType.DOUBLE;
            case INTERVAL -> SqlType.INTERVAL;
            default -> SqlType.NUMERIC;
          };
      case BOOL_AND, BOOL_OR -> SqlType.BOOLEAN;
      default -> argument;
    };
  }

  /** Whether an aggregate is never NULL. */
  static boolean isNeverNull(AggregateCall call) {
    return switch (call.function()) {
      case COUNT, REGR_COUNT, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST -> true;
      default -> false;
    };
  }
}
