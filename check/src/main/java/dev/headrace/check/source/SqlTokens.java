package dev.headrace.check.source;

import java.util.Locale;

/**
 * Where the tokens of a statement end, as PostgreSQL's lexer has it. It needs to know what is a
 * literal, a quoted name or a comment, not what anything means.
 */
public final class SqlTokens {
  private static final String OPERATORS = "+-*/<>=~!@#%^&|`?:";
  private static final String PUNCTUATION = "(),;[]";

  private SqlTokens() {}

  /**
   * The index behind a literal, quoted name or comment.
   *
   * @return the same index if there is none
   */
  public static int skip(String text, int at) {
    char c = text.charAt(at);
    if (c == '\'' || c == '"') {
      return quotedEnd(text, at, c);
    }
    if (text.startsWith("--", at)) {
      int end = text.indexOf('\n', at);
      return end < 0 ? text.length() : end;
    }
    if (text.startsWith("/*", at)) {
      return commentEnd(text, at);
    }
    return c == '$' && !isWord(text, at - 1) ? dollarEnd(text, at) : at;
  }

  private static int quotedEnd(String text, int at, char quote) {
    boolean escapes =
        quote == '\'' && at > 0 && "eE".indexOf(text.charAt(at - 1)) >= 0 && !isWord(text, at - 2);
    int i = at + 1;
    while (i < text.length() && text.charAt(i) != quote) {
      i += escapes && text.charAt(i) == '\\' ? 2 : 1;
    }
    return Math.min(text.length(), i + 1);
  }

  private static int commentEnd(String text, int at) {
    int depth = 0;
    int i = at;
    do {
      if (text.startsWith("/*", i)) {
        depth++;
        i += 2;
      } else if (text.startsWith("*/", i)) {
        depth--;
        i += 2;
      } else {
        i++;
      }
    } while (depth > 0 && i < text.length());
    return Math.min(i, text.length());
  }

  private static int dollarEnd(String text, int at) {
    int i = at + 1;
    while (isWord(text, i)) {
      i++;
    }
    boolean parameter = i > at + 1 && Character.isDigit(text.charAt(at + 1));
    if (parameter || i >= text.length() || text.charAt(i) != '$') {
      return at;
    }
    String tag = text.substring(at, i + 1);
    int end = text.indexOf(tag, i + 1);
    return end < 0 ? text.length() : end + tag.length();
  }

  /** Whether there is a letter, digit or underscore. */
  public static boolean isWord(String text, int at) {
    return at >= 0
        && at < text.length()
        && Character.isJavaIdentifierPart(text.charAt(at))
        && text.charAt(at) != '$';
  }

  /**
   * The statement as it is whatever its layout: words in lower case, without comments, with a blank
   * where there must be one. A line break between two literals, which makes them one, stays.
   */
  public static String normalized(String text) {
    StringBuilder normal = new StringBuilder();
    int at = 0;
    boolean gap = false;
    boolean lineBreak = false;
    while (at < text.length()) {
      char c = text.charAt(at);
      int end = skip(text, at);
      boolean comment = text.startsWith("--", at) || text.startsWith("/*", at);
      if (comment || Character.isWhitespace(c)) {
        gap = true;
        lineBreak |= c == '\n';
        at = comment ? end : at + 1;
        continue;
      }
      if (gap && needsGap(normal, c)) {
        normal.append(lineBreak && c == '\'' ? '\n' : ' ');
      }
      gap = false;
      lineBreak = false;
      if (end > at) {
        normal.append(text, at, end);
      } else {
        end = plainEnd(text, at);
        normal.append(c < 128 ? text.substring(at, end).toLowerCase(Locale.ROOT) : c);
      }
      at = end;
    }
    int length = normal.length();
    while (length > 0 && normal.charAt(length - 1) == ';') {
      length--;
    }
    return normal.substring(0, length);
  }

  /** The index behind a word, or behind one character that is in none. */
  private static int plainEnd(String text, int at) {
    int end = at + 1;
    if (text.charAt(at) < 128 && isWord(text, at)) {
      while (end < text.length() && text.charAt(end) < 128 && isWord(text, end)) {
        end++;
      }
    }
    return end;
  }

  private static boolean needsGap(StringBuilder before, char next) {
    if (before.isEmpty()) {
      return false;
    }
    char last = before.charAt(before.length() - 1);
    if (PUNCTUATION.indexOf(last) >= 0 || PUNCTUATION.indexOf(next) >= 0) {
      return false;
    }
    return (OPERATORS.indexOf(last) >= 0) == (OPERATORS.indexOf(next) >= 0);
  }
}
