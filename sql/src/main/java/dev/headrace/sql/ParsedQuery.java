package dev.headrace.sql;

import org.apache.calcite.sql.SqlNode;

/** A query that was parsed and not yet resolved. */
public final class ParsedQuery {
  private final SqlNode node;
  private final SourceText source;

  ParsedQuery(SqlNode node, SourceText source) {
    this.node = node;
    this.source = source;
  }

  SqlNode node() {
    return node;
  }

  SourceText source() {
    return source;
  }
}
