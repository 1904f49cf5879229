package dev.headrace.sql.grammar;

import org.apache.calcite.sql.parser.SqlParserPos;

/** Syntax that is understood and refused: thrown out of the generated parser, never shown as is. */
public final class UnsupportedSyntax extends RuntimeException {
  private final String sqlState;
  private final SqlParserPos place;

  UnsupportedSyntax(String message, String sqlState, SqlParserPos place) {
    super(message, null, false, false);
    this.sqlState = sqlState;
    this.place = place;
  }

  public String sqlState() {
    return sqlState;
  }

  public SqlParserPos place() {
    return place;
  }
}
