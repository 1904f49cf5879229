package dev.headrace.ir;

import dev.headrace.model.CatalogTypes;
import dev.headrace.model.SqlType;
import dev.headrace.model.function.RowSet;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * A call of a set-returning function.
 *
 * @param arguments columns of the input
 * @param argument type of the first argument
 * @param types of the columns of its rows
 */
public record TableCall(
    Function function, List<Integer> arguments, SqlType argument, List<SqlType> types) {
  /** The functions. */
  public enum Function {
    /** Of BIGINT: start, end, step; all are given. */
    LONG_SERIES,
    /** The same, giving INTEGER. */
    INTEGER_SERIES,
    /** Of NUMERIC. */
    DECIMAL_SERIES,
    /** Of TIMESTAMP, with an INTERVAL as its step. */
    TIMESTAMP_SERIES,
    /** Of TIMESTAMPTZ, with the session's time zone, TEXT, behind the step. */
    TIMESTAMPTZ_SERIES,
    UNNEST,
    /** Those of vectors, {@link CatalogTypes}, begin with 0. */
    GENERATE_SUBSCRIPTS,
    /** {@code information_schema._pg_expandarray}. */
    NUMBERED_ELEMENTS,
    OPTIONS,
    JSONB_ARRAY_ELEMENTS,
    JSONB_ARRAY_ELEMENTS_TEXT,
    JSONB_EACH,
    JSONB_EACH_TEXT,
    JSONB_OBJECT_KEYS,
    STRING_TO_TABLE,
    REGEXP_SPLIT_TO_TABLE,
    REGEXP_MATCHES,
    /** Of whatever has no rows here, such as the ancestors of a partition. */
    NO_ROWS
  }

  public TableCall {
    arguments = List.copyOf(arguments);
    types = List.copyOf(types);
  }

  /** What makes the rows. */
  public RowSet rows() {
    return switch (function) {
      case LONG_SERIES -> RowSet.series(false);
      case INTEGER_SERIES -> RowSet.series(true);
      case DECIMAL_SERIES -> RowSet.decimalSeries();
      case TIMESTAMP_SERIES -> RowSet.timestampSeries(false);
      case TIMESTAMPTZ_SERIES -> RowSet.timestampSeries(true);
      case UNNEST -> RowSet.elements(argument);
      case GENERATE_SUBSCRIPTS -> RowSet.subscripts(CatalogTypes.contains(argument) ? 0 : 1);
      case NUMBERED_ELEMENTS -> RowSet.numberedElements(argument);
      case OPTIONS -> RowSet.options();
      case JSONB_ARRAY_ELEMENTS -> RowSet.jsonElements(false);
      case JSONB_ARRAY_ELEMENTS_TEXT -> RowSet.jsonElements(true);
      case JSONB_EACH -> RowSet.jsonMembers("jsonb_each", false);
      case JSONB_EACH_TEXT -> RowSet.jsonMembers("jsonb_each_text", true);
      case JSONB_OBJECT_KEYS -> RowSet.jsonMembers("jsonb_object_keys", false);
      case STRING_TO_TABLE -> RowSet.parts();
      case REGEXP_SPLIT_TO_TABLE -> RowSet.splits();
      case REGEXP_MATCHES -> RowSet.matches();
      case NO_ROWS -> RowSet.none();
    };
  }

  /** The same over columns that stand elsewhere. */
  public TableCall remapped(IntUnaryOperator map) {
    return new TableCall(
        function, arguments.stream().map(map::applyAsInt).toList(), argument, types);
  }
}
