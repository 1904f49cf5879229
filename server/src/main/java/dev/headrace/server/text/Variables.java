package dev.headrace.server.text;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.text.SqlLexer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replaces variables in SQL text, with the syntax of psql:
 *
 * <ul>
 *   <li>{@code :name} is the value as it is, for numbers, keywords and pieces of SQL;
 *   <li>{@code :'name'} is the value as a string constant, quoted safely;
 *   <li>{@code :"name"} is the value as a quoted identifier.
 * </ul>
 *
 * <p>Nothing is replaced inside string constants, quoted names and comments. {@code ::} is a cast,
 * and a colon before anything but a name, as in {@code a[1:2]}, stays. Unlike psql, which leaves
 * the variable in the text, a name without a value is an error.
 */
public final class Variables {
  private Variables() {}

  /**
   * The text with its variables replaced.
   *
   * @throws SqlException at a variable without a value
   */
  public static String replace(String text, Map<String, String> values) {
    StringBuilder result = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      if (text.charAt(at) == ':') {
        at = replaceOne(text, at, values, result);
      } else {
        int end = SqlLexer.end(text, at);
        int next = end == SqlLexer.UNFINISHED ? text.length() : end;
        result.append(text, at, next);
        at = next;
      }
    }
    return result.toString();
  }

  /** Appends what the colon at an offset stands for and returns the offset behind it. */
  private static int replaceOne(
      String text, int colon, Map<String, String> values, StringBuilder result) {
    int start = colon + 1;
    char next = start < text.length() ? text.charAt(start) : '\0';
    if (next == ':') {
      result.append("::");
      return start + 1;
    }
    if (SqlLexer.isNameStart(next)) {
      int end = SqlLexer.endOfName(text, start);
      result.append(value(text, colon, text.substring(start, end), values));
      return end;
    }
    int end = next == '\'' || next == '"' ? SqlLexer.end(text, start) : SqlLexer.UNFINISHED;
    if (end == SqlLexer.UNFINISHED) {
      result.append(':');
      return start;
    }
    String quote = String.valueOf(next);
    String value = value(text, colon, text.substring(start + 1, end - 1), values);
    result.append(quote).append(value.replace(quote, quote + quote)).append(quote);
    return end;
  }

  private static String value(String text, int colon, String name, Map<String, String> values) {
    @Nullable String value = values.get(name);
    if (value == null) {
      throw new SqlException(
              ErrorCode.UNDEFINED_OBJECT, "variable " + SqlException.quote(name) + " is not set")
          .withPosition(Positions.at(text, colon + 1))
          .withHint("Set it with -D " + name + "=value.");
    }
    return value;
  }
}
