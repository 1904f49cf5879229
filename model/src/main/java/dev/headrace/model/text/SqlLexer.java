package dev.headrace.model.text;

/**
 * Where the lexical elements of SQL end: PostgreSQL 15, section 4.1, "Lexical Structure".
 *
 * <p>An element that is still open at the end of the text is reported as {@link #UNFINISHED}.
 */
public final class SqlLexer {
  /** The element does not end in this text. */
  public static final int UNFINISHED = -1;

  private SqlLexer() {}

  /**
   * The offset behind the element that starts at an offset: a string constant, quoted name,
   * dollar-quoted string, comment, word or run of blanks; else of the one character there.
   */
  public static int end(String text, int start) {
    char first = text.charAt(start);
    char second = start + 1 < text.length() ? text.charAt(start + 1) : '\0';
    if ((first == 'e' || first == 'E') && second == '\'') {
      return endOfQuoted(text, start + 1, '\'', true);
    }
    if (first == '\'' || first == '"') {
      return endOfQuoted(text, start, first, false);
    }
    if (first == '-' && second == '-') {
      return endOfLine(text, start);
    }
    if (first == '/' && second == '*') {
      return endOfComment(text, start);
    }
    if (first == '$') {
      return endOfDollarQuoted(text, start);
    }
    if (isNameStart(first)) {
      return endOfName(text, start);
    }
    return Character.isWhitespace(first) ? endOfBlanks(text, start) : start + 1;
  }

  /** Whether the element that starts at an offset is a comment or blanks. */
  public static boolean isBlank(String text, int start) {
    return Character.isWhitespace(text.charAt(start))
        || text.startsWith("--", start)
        || text.startsWith("/*", start);
  }

  public static boolean isNameStart(char character) {
    return character == '_' || Character.isLetter(character);
  }

  private static boolean isNamePart(char character) {
    return character == '_' || character == '$' || Character.isLetterOrDigit(character);
  }

  public static int endOfName(String text, int start) {
    int at = start;
    while (at < text.length() && isNamePart(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int endOfBlanks(String text, int start) {
    int at = start;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int endOfLine(String text, int start) {
    int at = start;
    while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
      at++;
    }
    return at;
  }

  /**
   * A doubled quote stands for itself; in an escape string a backslash takes the next character.
   */
  private static int endOfQuoted(String text, int start, char quote, boolean escapes) {
    for (int at = start + 1; at < text.length(); at++) {
      char character = text.charAt(at);
      if (escapes && character == '\\') {
        at++;
      } else if (character == quote) {
        if (at + 1 == text.length() || text.charAt(at + 1) != quote) {
          return at + 1;
        }
        at++;
      }
    }
    return UNFINISHED;
  }

  /** Comments nest. */
  private static int endOfComment(String text, int start) {
    int depth = 1;
    int at = start + 2;
    while (at < text.length()) {
      if (text.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (text.startsWith("*/", at)) {
        depth--;
        at += 2;
        if (depth == 0) {
          return at;
        }
      } else {
        at++;
      }
    }
    return UNFINISHED;
  }

  /** {@code $tag$ ... $tag$}; a dollar that opens no such string, as of {@code $1}, is alone. */
  private static int endOfDollarQuoted(String text, int start) {
    int tag = start + 1;
    if (tag < text.length() && isNameStart(text.charAt(tag))) {
      while (tag < text.length() && isNamePart(text.charAt(tag)) && text.charAt(tag) != '$') {
        tag++;
      }
    }
    if (tag == text.length() || text.charAt(tag) != '$') {
      return start + 1;
    }
    String delimiter = text.substring(start, tag + 1);
    int close = text.indexOf(delimiter, tag + 1);
    return close < 0 ? UNFINISHED : close + delimiter.length();
  }
}
