package dev.headrace.sql.grammar;

import org.apache.calcite.sql.parser.SqlParserPos;

/** Syntax that is understood and refused: thrown out of the generated parser, never shown as is. */
public final class UnsupportedSyntax extends RuntimeException {
  private final String sqlState;
  private final SqlParserPos place;

  private final String hint;

  UnsupportedSyntax(String message, String sqlState, SqlParserPos place) {
    this(message, sqlState, place, "");
  }

  UnsupportedSyntax(String message, String sqlState, SqlParserPos place, String hint) {
    super(message, null, false, false);
    this.sqlState = sqlState;
    this.place = place;
    this.hint = hint;
  }

  /** What to do about it; empty for nothing in particular. */
  public String hint() {
    return hint;
  }

  public String sqlState() {
    return sqlState;
  }

  public SqlParserPos place() {
    return place;
  }
}
