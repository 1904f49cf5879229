package dev.headrace.sql;

import dev.headrace.ir.Rel;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * A bound query whose columns of unknown type wait for the query around it: a UNION or an INSERT
 * decides what {@code SELECT NULL} is.
 *
 * @param types null where unknown
 * @param places of the columns' expressions
 */
record Pending(
    List<String> names, List<@Nullable SqlType> types, List<SqlParserPos> places, Builder builder) {

  /** Makes the rows when the types are decided. */
  interface Builder {
    /**
     * @param types one per column, to which its own converts by itself
     */
    Rel build(List<SqlType> types);
  }

  /** The rows, unknown columns as text. */
  Rel build() {
    List<SqlType> resolved = new ArrayList<>();
    types.forEach(type -> resolved.add(type == null ? SqlType.TEXT : type));
    return builder.build(resolved);
  }
}
