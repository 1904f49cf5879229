package dev.headrace.sql;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlException.Position;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A text of statements, and how places in it are called. */
final class SourceText {
  private final String text;
  private final int[] lineStarts;
  private final ConcurrentMap<String, Boolean> mentioned = new ConcurrentHashMap<>();

  SourceText(String text) {
    this.text = text;
    this.lineStarts = lineStarts(text);
  }

  /** Whether a word, in lower case, is somewhere in the text. It is looked for once. */
  boolean mentions(String word) {
    return mentioned.computeIfAbsent(word, this::contains);
  }

  private boolean contains(String word) {
    for (int i = 0; i <= text.length() - word.length(); i++) {
      if (text.regionMatches(true, i, word, 0, word.length())) {
        return true;
      }
    }
    return false;
  }

  String text() {
    return text;
  }

  /** A line ends at LF, CR or both, as the lexer has it. */
  private static int[] lineStarts(String text) {
    int[] starts = new int[16];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
      if (c == '\n' || (c == '\r' && !pair)) {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, count);
  }

  /** Index of a character in the text. */
  int index(int line, int column) {
    int start = lineStarts[Math.clamp(line - 1, 0, lineStarts.length - 1)];
    return Math.min(text.length(), start + column - 1);
  }

  int start(SqlParserPos place) {
    return index(place.getLineNum(), place.getColumnNum());
  }

  /** The word that begins at a place, in lower case; empty if there is none. */
  String word(SqlParserPos place) {
    int start = start(place);
    int end = start;
    while (end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }
    return text.substring(start, end).toLowerCase(Locale.ROOT);
  }

  /** Index behind the last character. */
  int end(SqlParserPos place) {
    return Math.min(text.length(), index(place.getEndLineNum(), place.getEndColumnNum()) + 1);
  }

  /** The place of an index, counted in characters where Java counts UTF-16 units. */
  Position position(int index) {
    int line = Arrays.binarySearch(lineStarts, index);
    line = line >= 0 ? line : -line - 2;
    int column = text.codePointCount(lineStarts[line], index) + 1;
    return new Position(line + 1, column, text.codePointCount(0, index) + 1);
  }

  Position position(SqlParserPos place) {
    return position(start(place));
  }

  /** The place of an index as the parser writes it. */
  SqlParserPos place(int index) {
    int line = Arrays.binarySearch(lineStarts, index);
    line = line >= 0 ? line : -line - 2;
    return new SqlParserPos(line + 1, index - lineStarts[line] + 1);
  }

  SqlException error(ErrorCode code, String message, SqlNode place) {
    return error(code, message, place.getParserPosition());
  }

  SqlException error(ErrorCode code, String message, SqlParserPos place) {
    SqlException error = new SqlException(code, message);
    return place.getLineNum() == 0 ? error : error.withPosition(position(place));
  }

  SqlException unsupported(String feature, SqlNode place) {
    return error(ErrorCode.FEATURE_NOT_SUPPORTED, feature + " is not supported", place);
  }
}
