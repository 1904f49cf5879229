package dev.headrace.sql;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** The parts of an INSERT, UPDATE or DELETE, not yet resolved. */
public final class ParsedDml {
  /** A column and what it is set to; null for DEFAULT. */
  record Assignment(SqlIdentifier column, @Nullable SqlNode value) {}

  private final SourceText source;
  private final SqlIdentifier table;
  private final @Nullable SqlIdentifier alias;
  private final List<SqlIdentifier> columns;
  private final @Nullable SqlNode query;
  private final List<Assignment> assignments;
  private final @Nullable SqlNode from;
  private final @Nullable SqlNode where;

  ParsedDml(
      SourceText source,
      SqlIdentifier table,
      @Nullable SqlIdentifier alias,
      List<SqlIdentifier> columns,
      @Nullable SqlNode query,
      List<Assignment> assignments,
      @Nullable SqlNode from,
      @Nullable SqlNode where) {
    this.source = source;
    this.table = table;
    this.alias = alias;
    this.columns = List.copyOf(columns);
    this.query = query;
    this.assignments = List.copyOf(assignments);
    this.from = from;
    this.where = where;
  }

  /** The target as written, with its schema if one was written. */
  public String tableName() {
    return String.join(".", table.names);
  }

  SourceText source() {
    return source;
  }

  SqlIdentifier table() {
    return table;
  }

  @Nullable SqlIdentifier alias() {
    return alias;
  }

  /** INSERT: the listed columns; empty if none are listed. */
  List<SqlIdentifier> columns() {
    return columns;
  }

  /** INSERT: the rows; null for DEFAULT VALUES. */
  @Nullable SqlNode query() {
    return query;
  }

  List<Assignment> assignments() {
    return assignments;
  }

  /** UPDATE's FROM, DELETE's USING. */
  @Nullable SqlNode from() {
    return from;
  }

  @Nullable SqlNode where() {
    return where;
  }
}
