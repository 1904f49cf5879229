package dev.headrace.pgwire;

import dev.headrace.model.Batch;
import dev.headrace.model.ColumnOrigin;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A prepared statement. Portals made by it outlive it. */
public interface Statement extends AutoCloseable {
  /** Types of its parameters. */
  List<SqlType> parameterTypes();

  /** Columns of its result, or null if it returns no rows at all. */
  @Nullable List<Field> fields();

  /** For each of the fields the column of a relation that it shows as it is; empty for none. */
  default List<ColumnOrigin> origins() {
    return List.of();
  }

  /**
   * Whether its rows are in the binary format when a Query message asks for them, which says
   * nothing of formats: so it is with FETCH from a BINARY cursor.
   */
  default boolean isBinary() {
    return false;
  }

  /**
   * Makes it ready to run.
   *
   * @param parameters one row whose layout is that of {@link #parameterTypes}; the portal may keep
   *     it
   * @throws dev.headrace.model.SqlException {@code 25P02} in a failed transaction block, unless the
   *     statement ends it
   */
  Portal bind(Batch parameters);

  @Override
  void close();
}
