package dev.headrace.jdbc;

/** Finds its way through the text of statements: what is in quotes and comments is one piece. */
final class SqlText {
  private SqlText() {}

  /** Where the piece that begins at a place ends: something quoted, a comment, or a character. */
  static int behind(String sql, int at) {
    char c = sql.charAt(at);
    return switch (c) {
      case '\'', '"' -> behindQuote(sql, at, c);
      case '$' -> behindDollar(sql, at);
      case '-' -> follows(sql, at, '-') ? lineEnd(sql, at) : at + 1;
      case '/' -> follows(sql, at, '*') ? commentEnd(sql, at) : at + 1;
      default -> at + 1;
    };
  }

  /** Whether what begins at a place is a comment. */
  static boolean isComment(String sql, int at) {
    char c = sql.charAt(at);
    return c == '-' && follows(sql, at, '-') || c == '/' && follows(sql, at, '*');
  }

  static boolean follows(String sql, int at, char c) {
    return at + 1 < sql.length() && sql.charAt(at + 1) == c;
  }

  // a doubled quote ends one run and begins the next
  private static int behindQuote(String sql, int at, char quote) {
    boolean escapes = quote == '\'' && at > 0 && "eE".indexOf(sql.charAt(at - 1)) >= 0;
    int end = at + 1;
    while (end < sql.length() && sql.charAt(end) != quote) {
      end += escapes && sql.charAt(end) == '\\' ? 2 : 1;
    }
    return Math.min(end + 1, sql.length());
  }

  // behind $tag$...$tag$; a dollar that opens no string, or is part of a name, stands alone
  private static int behindDollar(String sql, int at) {
    int tag = at + 1;
    while (tag < sql.length() && isOfTag(sql.charAt(tag))) {
      tag++;
    }
    boolean opens =
        tag < sql.length() && sql.charAt(tag) == '$' && !Character.isDigit(sql.charAt(at + 1));
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

  private static int lineEnd(String sql, int at) {
    int end = sql.indexOf('\n', at);
    return end < 0 ? sql.length() : end;
  }

  // comments stand within comments
  private static int commentEnd(String sql, int at) {
    int depth = 1;
    int end = at + 2;
    while (depth > 0 && end < sql.length()) {
      if (sql.startsWith("/*", end)) {
        depth++;
        end += 2;
      } else if (sql.startsWith("*/", end)) {
        depth--;
        end += 2;
      } else {
        end++;
      }
    }
    return end;
  }
}
