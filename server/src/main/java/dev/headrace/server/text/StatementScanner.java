package dev.headrace.server.text;

import dev.headrace.model.text.SqlLexer;
import java.util.ArrayList;
import java.util.List;

/** Splits SQL text into statements at its semicolons. */
public final class StatementScanner {
  private StatementScanner() {}

  /**
   * One statement of a text.
   *
   * @param sql from its first word, without the semicolon that ends it
   * @param offset of {@code sql} in the text, in characters from 0
   */
  public record Statement(String sql, int offset) {}

  /**
   * The statements of a text, and what is left of it.
   *
   * @param statements each ended by a semicolon; comments and blanks alone make no statement
   * @param rest what follows the last semicolon: a statement still being typed, or nothing but
   *     comments and blanks
   * @param complete whether the rest is nothing but finished comments and blanks
   */
  public record Scan(List<Statement> statements, Statement rest, boolean complete) {
    public Scan {
      statements = List.copyOf(statements);
    }
  }

  /** Splits a text that may go on: what an interactive shell has read so far. */
  public static Scan scan(String text) {
    List<Statement> statements = new ArrayList<>();
    int first = -1;
    int behindLast = 0;
    int at = 0;
    while (at < text.length()) {
      int end = SqlLexer.end(text, at);
      if (end == SqlLexer.UNFINISHED) {
        int start = first < 0 ? at : first;
        return new Scan(statements, new Statement(text.substring(start), start), false);
      }
      if (text.charAt(at) == ';') {
        if (first >= 0) {
          statements.add(new Statement(text.substring(first, at), first));
        }
        first = -1;
        behindLast = end;
      } else if (first < 0 && !SqlLexer.isBlank(text, at)) {
        first = at;
      }
      at = end;
    }
    int start = first < 0 ? behindLast : first;
    return new Scan(statements, new Statement(text.substring(start), start), first < 0);
  }

  /** Splits a whole text, whose last statement may lack its semicolon. */
  public static List<Statement> split(String text) {
    Scan scan = scan(text);
    if (scan.complete()) {
      return scan.statements();
    }
    List<Statement> all = new ArrayList<>(scan.statements());
    all.add(scan.rest());
    return all;
  }

  /** The first word of a statement in upper case, or an empty string. */
  public static String firstWord(String sql) {
    int at = 0;
    while (at < sql.length() && SqlLexer.isBlank(sql, at)) {
      int end = SqlLexer.end(sql, at);
      if (end == SqlLexer.UNFINISHED) {
        return "";
      }
      at = end;
    }
    return sql.substring(at, SqlLexer.endOfName(sql, at)).toUpperCase(java.util.Locale.ROOT);
  }
}
