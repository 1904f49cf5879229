package dev.headrace.sql.grammar;

import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * PostgreSQL's string constants (section 4.1.2), of which the generated lexer finds the first part:
 * {@code $tag$...$tag$} to its closing tag, {@code E'...'}, {@code U&'...' UESCAPE '!'}, {@code
 * U&"name"}, and what goes on in another line. Each becomes one token as if it had been written
 * {@code '...'} or {@code "..."}, so that nobody else needs to know that there are several kinds.
 */
final class StringConstants implements HeadraceParserConstants {
  private static final int NOT_FOUND = -1;

  private final TextStream stream;
  private final String text;

  StringConstants(TextStream stream) {
    this.stream = stream;
    this.text = stream.text();
  }

  /** The whole constant that begins with a token that was just read; other tokens as they are. */
  Token complete(Token token) {
    return switch (token.kind) {
      case QUOTED_STRING -> plain(token);
      case C_STYLE_ESCAPED_STRING_LITERAL -> escaped(token);
      case UNICODE_STRING_LITERAL -> unicode(token, '\'', QUOTED_STRING);
      case UNICODE_QUOTED_IDENTIFIER -> unicode(token, '"', QUOTED_IDENTIFIER);
      case DOLLAR_QUOTE -> dollarQuoted(token);
      case QUOTE -> throw unterminated(token, "quoted string");
      case IDENTIFIER -> {
        if (token.image.length() == 1 && opensString(token.image)) {
          throw unterminated(token, "quoted string");
        }
        yield token;
      }
      default -> token;
    };
  }

  // E'... or U&'... without an end
  private boolean opensString(String prefix) {
    return switch (prefix.charAt(0)) {
      case 'e', 'E' -> text.startsWith("'", stream.end());
      case 'u', 'U' -> text.startsWith("&'", stream.end());
      default -> false;
    };
  }

  private Token dollarQuoted(Token token) {
    String tag = token.image;
    int from = stream.end();
    int to = text.indexOf(tag, from);
    if (to < 0) {
      throw unterminated(token, "dollar-quoted string");
    }
    return become(token, QUOTED_STRING, text.substring(from, to), to + tag.length());
  }

  private Token plain(Token token) {
    int open = continuation(stream.end());
    if (open == NOT_FOUND) {
      return token;
    }
    StringBuilder content = new StringBuilder();
    content.append(token.image, 1, token.image.length() - 1);
    int end = stream.end();
    while (open != NOT_FOUND) {
      end = endOfQuoted(token, open, false);
      content.append(text, open + 1, end - 1);
      open = continuation(end);
    }
    return become(token, QUOTED_STRING, content.toString().replace("''", "'"), end);
  }

  private Token escaped(Token token) {
    EscapedText content = new EscapedText(text);
    int end = stream.end();
    try {
      content.add(stream.begin() + 2, end - 1);
      for (int open = continuation(end); open != NOT_FOUND; open = continuation(end)) {
        end = endOfQuoted(token, open, true);
        content.add(open + 1, end - 1);
      }
      return become(token, QUOTED_STRING, content.value(), end);
    } catch (EscapedText.Malformed e) {
      throw malformed(e);
    }
  }

  private Token unicode(Token token, char quote, int kind) {
    StringBuilder raw = new StringBuilder();
    int begin = stream.begin();
    int end = stream.end();
    raw.append(text, begin + 3, end - 1);
    if (quote == '\'') {
      for (int open = continuation(end); open != NOT_FOUND; open = continuation(end)) {
        end = endOfQuoted(token, open, false);
        raw.append(text, open + 1, end - 1);
      }
    }
    char escape = '\\';
    int word = behindBlanks(end);
    if (isWord(word, "uescape")) {
      int at = behindBlanks(word + "uescape".length());
      if (!text.startsWith("'", at)) {
        throw error("UESCAPE must be followed by a simple string literal", at, at + 1);
      }
      int close = endOfQuoted(token, at, false);
      if (close != at + 3 || !isEscape(at + 1)) {
        throw error("invalid Unicode escape character", at, close);
      }
      escape = text.charAt(at + 1);
      end = at + 3;
    }
    String content = raw.toString().replace("" + quote + quote, "" + quote);
    try {
      return become(token, kind, EscapedText.unicode(content, escape, begin), end);
    } catch (EscapedText.Malformed e) {
      throw malformed(e);
    }
  }

  private boolean isEscape(int index) {
    char c = text.charAt(index);
    return Character.digit(c, 16) < 0 && "+'\" \t\n\r\f".indexOf(c) < 0;
  }

  private boolean isWord(int at, String word) {
    int end = at + word.length();
    return text.regionMatches(true, at, word, 0, word.length())
        && (end == text.length() || !Character.isJavaIdentifierPart(text.charAt(end)));
  }

  /** The constant as one of its usual kind, which ends there. */
  private Token become(Token token, int kind, String content, int end) {
    String quote = kind == QUOTED_STRING ? "'" : "\"";
    token.kind = kind;
    token.image = quote + content.replace(quote, quote + quote) + quote;
    stream.moveTo(end);
    token.endLine = stream.getEndLine();
    token.endColumn = stream.getEndColumn();
    return token;
  }

  /** Where a constant that seems to end there goes on: behind blanks with an end of line. */
  private int continuation(int from) {
    boolean newLine = false;
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '-' && text.startsWith("--", at)) {
        at = endOfLine(at);
      } else if (isBlank(c)) {
        newLine |= c == '\n' || c == '\r';
        at++;
      } else {
        return newLine && c == '\'' ? at : NOT_FOUND;
      }
    }
    return NOT_FOUND;
  }

  private int behindBlanks(int from) {
    int at = from;
    while (at < text.length()) {
      if (text.startsWith("--", at)) {
        at = endOfLine(at);
      } else if (isBlank(text.charAt(at))) {
        at++;
      } else {
        break;
      }
    }
    return at;
  }

  private int endOfLine(int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
      at++;
    }
    return at;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
  }

  private int endOfQuoted(Token token, int open, boolean escapes) {
    int at = open + 1;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (escapes && c == '\\') {
        at++;
      } else if (c == '\'') {
        if (!text.startsWith("'", at)) {
          return at;
        }
        at++;
      }
    }
    throw unterminated(token, "quoted string");
  }

  private static UnsupportedSyntax unterminated(Token token, String what) {
    return new UnsupportedSyntax(
        "unterminated " + what, "42601", new SqlParserPos(token.beginLine, token.beginColumn));
  }

  private UnsupportedSyntax malformed(EscapedText.Malformed e) {
    return new UnsupportedSyntax(
        e.message(),
        e.sqlState(),
        e.index() < 0 ? SqlParserPos.ZERO : stream.place(e.index()),
        e.hint());
  }

  private UnsupportedSyntax error(String message, int from, int to) {
    String near = text.substring(from, Math.min(to, text.length()));
    return new UnsupportedSyntax(
        message + (near.isEmpty() ? " at end of input" : " at or near \"" + near + '"'),
        "42601",
        stream.place(from));
  }
}
