package dev.headrace.sql;

import dev.headrace.model.text.SqlLexer;
import java.util.ArrayList;
import java.util.List;

/** Finds the statements of a text without parsing them. */
public final class StatementSplitter {
  private StatementSplitter() {}

  /**
   * A statement's text.
   *
   * @param text without what surrounds it: its semicolon, white space and comments before it
   * @param offset of its first character in the whole text, from 0, in Java characters
   */
  public record Piece(String text, int offset) {}

  /** What stands between semicolons, unless it is empty. */
  public static List<Piece> split(String text) {
    List<Piece> pieces = new ArrayList<>();
    int from = -1;
    int at = 0;
    while (at < text.length()) {
      if (text.charAt(at) == ';') {
        if (from >= 0) {
          pieces.add(new Piece(text.substring(from, at), from));
        }
        from = -1;
      } else if (from < 0 && !SqlLexer.isBlank(text, at)) {
        from = at;
      }
      int end = SqlLexer.end(text, at);
      at = end == SqlLexer.UNFINISHED ? text.length() : end;
    }
    if (from >= 0) {
      pieces.add(new Piece(text.substring(from), from));
    }
    return pieces;
  }
}
