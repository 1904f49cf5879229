package dev.headrace.sql;

import dev.headrace.ir.Rel.AggregateCall.Function;
import dev.headrace.model.SqlType;

/** The types of aggregates of one argument. */
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
}
