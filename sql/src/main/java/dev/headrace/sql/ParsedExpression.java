package dev.headrace.sql;

import org.apache.calcite.sql.SqlNode;

/** A scalar expression that was parsed and not yet resolved. */
public final class ParsedExpression {
  private final SqlNode node;
  private final SourceText source;
  private final String text;

  ParsedExpression(SqlNode node, SourceText source, String text) {
    this.node = node;
    this.source = source;
    this.text = text;
  }

  /** The expression as written. */
  public String text() {
    return text;
  }

  SqlNode node() {
    return node;
  }

  SourceText source() {
    return source;
  }
}
