package dev.headrace.jdbc;

/**
 * Turns JDBC's question marks into numbered parameters. Those in quotes and comments stay, and two
 * of them are one that is an operator.
 */
final class Placeholders {
  private Placeholders() {}

  /** The text with numbered parameters. */
  static String numbered(String sql) {
    return sql.indexOf('?') < 0 ? sql : replaced(sql);
  }

  private static String replaced(String sql) {
    StringBuilder result = new StringBuilder(sql.length() + 16);
    int count = 0;
    int at = 0;
    while (at < sql.length()) {
      int end = SqlText.behind(sql, at);
      if (sql.charAt(at) != '?') {
        result.append(sql, at, end);
      } else if (SqlText.follows(sql, at, '?')) {
        result.append('?');
        end++;
      } else {
        result.append('$').append(++count);
      }
      at = end;
    }
    return result.toString();
  }
}
