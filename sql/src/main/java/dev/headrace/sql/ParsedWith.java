package dev.headrace.sql;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlWithItem;

/** A WITH clause with statements that change data, not yet resolved. */
public final class ParsedWith {
  /** One of its queries. */
  sealed interface Item {
    SqlIdentifier name();
  }

  /** A query that is computed where it is read. */
  record Query(SqlWithItem item) implements Item {
    @Override
    public SqlIdentifier name() {
      return item.name;
    }
  }

  /**
   * A statement that changes data, whose RETURNING others read.
   *
   * @param columns other names of its columns; empty to keep them
   */
  record Change(SqlIdentifier name, List<SqlIdentifier> columns, Statement statement)
      implements Item {}

  private final SourceText source;
  private final List<Item> items;

  ParsedWith(SourceText source, List<Item> items) {
    this.source = source;
    this.items = List.copyOf(items);
  }

  /** The statements that change data: INSERT, UPDATE and DELETE, in order. */
  public List<Statement> changes() {
    return items.stream()
        .filter(Change.class::isInstance)
        .map(item -> ((Change) item).statement())
        .toList();
  }

  SourceText source() {
    return source;
  }

  List<Item> items() {
    return items;
  }
}
