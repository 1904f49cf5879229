package dev.headrace.jdbc;

/**
 * Turns JDBC's question marks into numbered parameters. Those in quotes and comments stay, and two
 * of them are one that is an operator.
 */
final class Placeholders {
  private final String sql;
  private final StringBuilder result;
  private int at;
  private int count;

  private Placeholders(String sql) {
    this.sql = sql;
    this.result = new StringBuilder(sql.length() + 16);
  }

  /** The text with numbered parameters. */
  static String numbered(String sql) {
    return sql.indexOf('?') < 0 ? sql : new Placeholders(sql).replace();
  }

  private String replace() {
    while (at < sql.length()) {
      char c = sql.charAt(at);
      switch (c) {
        case '\'', '"' -> copyTo(behindQuote(c));
        case '$' -> copyTo(behindDollar());
        case '-' -> copyTo(follows('-') ? lineEnd() : at + 1);
        case '/' -> copyTo(follows('*') ? commentEnd() : at + 1);
        case '?' -> {
          if (follows('?')) {
            result.append('?');
            at += 2;
          } else {
            result.append('$').append(++count);
            at++;
          }
        }
        default -> copyTo(at + 1);
      }
    }
    return result.toString();
  }

  private void copyTo(int end) {
    result.append(sql, at, end);
    at = end;
  }

  private boolean follows(char c) {
    return at + 1 < sql.length() && sql.charAt(at + 1) == c;
  }

  // a doubled quote ends one run and begins the next
  private int behindQuote(char quote) {
    boolean escapes = quote == '\'' && at > 0 && "eE".indexOf(sql.charAt(at - 1)) >= 0;
    int end = at + 1;
    while (end < sql.length() && sql.charAt(end) != quote) {
      end += escapes && sql.charAt(end) == '\\' ? 2 : 1;
    }
    return Math.min(end + 1, sql.length());
  }

  // behind $tag$...$tag$; a dollar that opens no string, or is part of a name, stands alone
  private int behindDollar() {
    int tag = at + 1;
    while (tag < sql.length() && isOfTag(sql.charAt(tag))) {
      tag++;
    }
    boolean opens = tag < sql.length() && sql.charAt(tag) == '$' && !isDigitAt(at + 1);
    if (!opens || at > 0 && isOfTag(sql.charAt(at - 1))) {
      return at + 1;
    }
    String delimiter = sql.substring(at, tag + 1);
    int close = sql.indexOf(delimiter, tag + 1);
    return close < 0 ? sql.length() : close + delimiter.length();
  }

  private static boolean isOfTag(char c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }

  private boolean isDigitAt(int index) {
    return Character.isDigit(sql.charAt(index));
  }

  private int lineEnd() {
    int end = sql.indexOf('\n', at);
    return end < 0 ? sql.length() : end;
  }

  private int commentEnd() {
    int end = sql.indexOf("*/", at + 2);
    return end < 0 ? sql.length() : end + 2;
  }
}
