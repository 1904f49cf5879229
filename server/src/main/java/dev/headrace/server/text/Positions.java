package dev.headrace.server.text;

import dev.headrace.model.SqlException;

/** Places in a text. */
public final class Positions {
  private Positions() {}

  /**
   * The place of a character.
   *
   * @param offset in characters from 1, as PostgreSQL counts
   */
  public static SqlException.Position at(String text, int offset) {
    int index = Math.min(offset - 1, text.length());
    int lineStart = text.lastIndexOf('\n', index - 1) + 1;
    int line = 1 + (int) text.substring(0, lineStart).chars().filter(c -> c == '\n').count();
    return new SqlException.Position(line, index - lineStart + 1, offset);
  }

  /** The line of a text that a place is on, without its line break. */
  public static String line(String text, SqlException.Position place) {
    int start = place.offset() - place.column();
    int end = text.indexOf('\n', start);
    return text.substring(start, end < 0 ? text.length() : end).stripTrailing();
  }
}
