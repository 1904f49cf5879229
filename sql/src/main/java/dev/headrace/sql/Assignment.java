package dev.headrace.sql;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** An item of SET. */
sealed interface Assignment {
  /** {@code column = value}; null for DEFAULT. */
  record Single(SqlIdentifier column, @Nullable SqlNode value) implements Assignment {}

  /** {@code (columns) = (query)}. */
  record Row(List<SqlIdentifier> columns, SqlNode query) implements Assignment {}
}
