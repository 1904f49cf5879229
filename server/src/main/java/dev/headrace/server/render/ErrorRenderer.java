package dev.headrace.server.render;

import dev.headrace.model.SqlException;
import dev.headrace.server.client.SqlError;
import dev.headrace.server.text.Positions;
import java.util.ArrayList;
import java.util.List;

/**
 * Errors as psql prints them:
 *
 * <pre>
 * program.sql:3: ERROR:  column "dely" does not exist
 * LINE 3:   AVG(dely)
 *               ^
 * HINT:  Perhaps you meant to reference the column "delay".
 * </pre>
 */
public final class ErrorRenderer {
  private static final int MAX_WIDTH = 72;
  private static final int CONTEXT = 30;

  private ErrorRenderer() {}

  /** An error as lines, for a statement that is the whole text. */
  public static List<String> lines(SqlError error, String sql, boolean verbose) {
    return lines(error, "", sql, 0, verbose);
  }

  /**
   * An error as lines.
   *
   * @param place put first, such as {@code program.sql}, with the line number behind it; or empty
   * @param text the whole text the statement is in, so that line numbers are the text's
   * @param offset of the statement in the text, in characters from 0
   * @param verbose whether to show the SQLSTATE
   */
  public static List<String> lines(
      SqlError error, String place, String text, int offset, boolean verbose) {
    SqlException.Position position =
        Positions.at(text, Math.min(offset + Math.max(1, error.position()), text.length() + 1));
    List<String> lines = new ArrayList<>();
    lines.add(
        (place.isEmpty() ? "" : place + ":" + position.line() + ": ")
            + error.severity()
            + ":  "
            + (verbose ? error.sqlState() + ": " : "")
            + error.message());
    if (error.position() > 0) {
      addExcerpt(lines, text, position);
    }
    if (error.detail() != null) {
      lines.add("DETAIL:  " + error.detail());
    }
    if (error.hint() != null) {
      lines.add("HINT:  " + error.hint());
    }
    return lines;
  }

  /** The line with a caret below the place; of a long line, the part around it. */
  private static void addExcerpt(List<String> lines, String text, SqlException.Position position) {
    String line = Positions.line(text, position).replace('\t', ' ');
    int caret = Math.min(position.column() - 1, line.length());
    String start = "LINE " + position.line() + ": ";
    if (TextWidth.of(line) > MAX_WIDTH) {
      int from = Math.max(0, caret - CONTEXT);
      int to = Math.min(line.length(), caret + CONTEXT);
      String before = from > 0 ? "..." : "";
      String after = to < line.length() ? "..." : "";
      line = before + line.substring(from, to) + after;
      caret = caret - from + before.length();
    }
    lines.add(start + line);
    int width = TextWidth.of(start) + TextWidth.of(line.substring(0, caret));
    lines.add(" ".repeat(width) + "^");
  }
}
