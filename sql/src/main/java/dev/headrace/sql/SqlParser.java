package dev.headrace.sql;

import java.util.List;

/** Text to statements. */
public final class SqlParser {
  private SqlParser() {}

  /**
   * Parses statements that are separated by semicolons; empty ones are skipped. Positions in errors
   * refer to the whole text.
   *
   * @throws dev.headrace.model.SqlException 42601 for a syntax error, 0A000 for syntax that is
   *     known and refused, 54001 for too much nesting
   */
  public static List<ParsedStatement> parse(String text) {
    return new StatementParser(new SourceText(text)).statements();
  }

  /** Whether a name, in lower case, is that of a type that is there by itself. */
  public static boolean isTypeName(String name) {
    return TypeNames.plain(name) != null;
  }

  /** Parses a scalar expression, with nothing before or behind it. */
  public static ParsedExpression expression(String text) {
    return new StatementParser(new SourceText(text)).expression();
  }
}
