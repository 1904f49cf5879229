package dev.headrace.engine.statement;

import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a statement takes and gives, without running it.
 *
 * @param parameters $1, $2, ...
 */
public record Description(Kind kind, List<Column> columns, List<Parameter> parameters) {
  /** What a statement does. */
  public enum Kind {
    SELECT,
    INSERT,
    UPDATE,
    DELETE,
    MERGE,
    /** What is neither a query nor a change of rows. */
    OTHER
  }

  /**
   * A column of the result.
   *
   * @param field its name and type. It is nullable unless it is certain that it is never NULL
   * @param group columns with the same number are NULL in the same rows, because they come from a
   *     side of an outer join that may be missing
   * @param origin the column of a table or view that it shows as it is, as {@code table.column}
   */
  public record Column(Field field, OptionalInt group, Optional<String> origin) {}

  /**
   * A parameter.
   *
   * @param notNull the column, as {@code table.column}, whose NOT NULL is broken if the parameter
   *     is NULL
   * @param ruledOut whether NULL makes a condition hold for no row, as {@code x = NULL} does
   */
  public record Parameter(SqlType type, Optional<String> notNull, boolean ruledOut) {}

  public Description {
    columns = List.copyOf(columns);
    parameters = List.copyOf(parameters);
  }
}
