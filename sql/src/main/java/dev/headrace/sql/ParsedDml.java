package dev.headrace.sql;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/** The parts of an INSERT, UPDATE or DELETE, not yet resolved. */
public final class ParsedDml {
  /**
   * What a statement can say; each kind uses its own part of it.
   *
   * @param with the list of WITH before the statement
   * @param columns INSERT: the listed columns; empty if none are listed
   * @param query INSERT: the rows; null for DEFAULT VALUES
   * @param from UPDATE's FROM, DELETE's USING
   * @param currentOf the cursor of WHERE CURRENT OF, in the place of a condition
   * @param returning the list; empty without
   */
  record Parts(
      @Nullable SqlNodeList with,
      SqlIdentifier table,
      @Nullable SqlIdentifier alias,
      List<SqlIdentifier> columns,
      Overriding overriding,
      @Nullable SqlNode query,
      @Nullable ParsedConflict conflict,
      List<Assignment> assignments,
      @Nullable SqlNode from,
      @Nullable SqlNode where,
      @Nullable SqlIdentifier currentOf,
      List<SqlNode> returning) {}

  private final SourceText source;
  private final Parts parts;

  ParsedDml(SourceText source, Parts parts) {
    this.source = source;
    this.parts = parts;
  }

  /** The target as written, with its schema if one was written. */
  public String tableName() {
    return ObjectName.of(parts.table.names);
  }

  /** Whether the statement has rows as its result. */
  public boolean isReturning() {
    return !parts.returning.isEmpty();
  }

  SourceText source() {
    return source;
  }

  Parts parts() {
    return parts;
  }
}
