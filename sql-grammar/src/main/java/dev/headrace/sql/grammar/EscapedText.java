package dev.headrace.sql.grammar;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * What the backslashes of {@code E'...'} and {@code U&'...'} mean. The former may name bytes, which
 * have to be UTF-8 together.
 */
final class EscapedText {
  private final String text;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int at;
  private int to;

  /** The first half of a pair of surrogates, or 0. */
  private char high;

  EscapedText(String text) {
    this.text = text;
  }

  /** An escape that means nothing, at an index of the text. */
  static final class Malformed extends Exception {
    private final String sqlState;
    private final int index;
    private final String hint;

    Malformed(String message, String sqlState, int index) {
      this(message, sqlState, index, "");
    }

    Malformed(String message, String sqlState, int index, String hint) {
      super(message, null, false, false);
      this.sqlState = sqlState;
      this.index = index;
      this.hint = hint;
    }

    String hint() {
      return hint;
    }

    String message() {
      return String.valueOf(getMessage());
    }

    String sqlState() {
      return sqlState;
    }

    int index() {
      return index;
    }
  }

  /** Takes a part in: what stands between quotes from one index to another. */
  void add(int from, int end) throws Malformed {
    at = from;
    to = end;
    while (at < to) {
      char c = text.charAt(at);
      boolean unicode =
          c == '\\' && at + 1 < to && (text.charAt(at + 1) == 'u' || text.charAt(at + 1) == 'U');
      if (high != 0 && !unicode) {
        throw surrogates(text.substring(at, at + 1), at);
      }
      if (c == '\\' && at + 1 < to) {
        escape();
      } else {
        int length = Character.charCount(text.codePointAt(at));
        if (c == '\'') {
          at++; // the first of two
        }
        put(text.substring(at, Math.min(to, at + length)));
        at += length;
      }
    }
  }

  private void put(String characters) {
    bytes.writeBytes(characters.getBytes(StandardCharsets.UTF_8));
  }

  private void escape() throws Malformed {
    char c = text.charAt(at + 1);
    switch (c) {
      case 'u' -> codePoint(4);
      case 'U' -> codePoint(8);
      case 'x' -> {
        int end = digits(at + 2, 2, 16);
        if (end > at + 2) {
          oneByte(Integer.parseInt(text, at + 2, end, 16), end);
        } else {
          character('x');
        }
      }
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        int end = digits(at + 1, 3, 8);
        oneByte(Integer.parseInt(text, at + 1, end, 8), end);
      }
      case 'b' -> character('\b');
      case 'f' -> character('\f');
      case 'n' -> character('\n');
      case 'r' -> character('\r');
      case 't' -> character('\t');
      default -> {
        int length = Character.charCount(text.codePointAt(at + 1));
        put(text.substring(at + 1, Math.min(to, at + 1 + length)));
        at += 1 + length;
      }
    }
  }

  private void character(char c) {
    bytes.write(c);
    at += 2;
  }

  private void oneByte(int value, int end) throws Malformed {
    if ((value & 0xff) == 0) {
      throw notUtf8(0);
    }
    bytes.write(value);
    at = end;
  }

  private int digits(int from, int most, int radix) {
    int end = from;
    while (end < to && end < from + most && Character.digit(text.charAt(end), radix) >= 0) {
      end++;
    }
    return end;
  }

  private void codePoint(int digits) throws Malformed {
    int end = digits(at + 2, digits, 16);
    if (end < at + 2 + digits) {
      throw new Malformed(
          "invalid Unicode escape", "22025", at, "Unicode escapes must be \\uXXXX or \\UXXXXXXXX.");
    }
    long value = Long.parseLong(text, at + 2, end, 16);
    String escape = text.substring(at, end);
    if (value == 0 || value > Character.MAX_CODE_POINT) {
      throw new Malformed("invalid Unicode escape value at or near \"" + escape + '"', "42601", at);
    }
    int point = (int) value;
    boolean low = point >= Character.MIN_LOW_SURROGATE && point <= Character.MAX_LOW_SURROGATE;
    if (low != (high != 0)) {
      throw surrogates(escape, at);
    }
    if (low) {
      put(Character.toString(Character.toCodePoint(high, (char) point)));
      high = 0;
    } else if (point >= Character.MIN_HIGH_SURROGATE && point <= Character.MAX_HIGH_SURROGATE) {
      high = (char) point;
    } else {
      put(Character.toString(point));
    }
    at = end;
  }

  private static Malformed surrogates(String near, int index) {
    return new Malformed(
        "invalid Unicode surrogate pair at or near \"" + near + '"', "42601", index);
  }

  private Malformed notUtf8(int value) {
    return new Malformed(
        "invalid byte sequence for encoding \"UTF8\": 0x%02x".formatted(value), "22021", -1);
  }

  /** What all parts mean together. */
  String value() throws Malformed {
    if (high != 0) {
      throw surrogates("'", to);
    }
    ByteBuffer input = ByteBuffer.wrap(bytes.toByteArray());
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(input)
          .toString();
    } catch (CharacterCodingException e) {
      throw notUtf8(bytes.toByteArray()[Math.min(input.position(), bytes.size() - 1)] & 0xff);
    }
  }

  /**
   * What {@code U&'...'} means.
   *
   * @param content with quotes that are not doubled
   * @param begin where the constant begins in the text, for errors
   */
  static String unicode(String content, char escape, int begin) throws Malformed {
    StringBuilder result = new StringBuilder(content.length());
    int at = 0;
    while (at < content.length()) {
      char c = content.charAt(at);
      if (c != escape) {
        pair(result, 0, begin + 3 + at);
        result.append(c);
        at++;
      } else if (at + 1 < content.length() && content.charAt(at + 1) == escape) {
        pair(result, 0, begin + 3 + at);
        result.append(escape);
        at += 2;
      } else {
        boolean six = at + 1 < content.length() && content.charAt(at + 1) == '+';
        int from = at + (six ? 2 : 1);
        int end = from + (six ? 6 : 4);
        int point = hexadecimal(content, from, end);
        if (point < 0) {
          throw new Malformed(
              "invalid Unicode escape",
              "42601",
              begin + 3 + at,
              "Unicode escapes must be \\XXXX or \\+XXXXXX.");
        }
        if (point == 0 || point > Character.MAX_CODE_POINT) {
          throw new Malformed("invalid Unicode escape value", "42601", begin + 3 + at);
        }
        pair(result, point, begin + 3 + at);
        result.appendCodePoint(point);
        at = end;
      }
    }
    pair(result, 0, begin + 3 + at);
    return result.toString();
  }

  private static int hexadecimal(String content, int from, int end) {
    if (end > content.length()) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < end; i++) {
      int digit = Character.digit(content.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  // the second half of a pair comes behind the first one, and nothing else does
  private static void pair(StringBuilder result, int point, int index) throws Malformed {
    int last = result.length() - 1;
    boolean open = last >= 0 && Character.isHighSurrogate(result.charAt(last));
    boolean low = point >= Character.MIN_LOW_SURROGATE && point <= Character.MAX_LOW_SURROGATE;
    if (open != low) {
      throw new Malformed("invalid Unicode surrogate pair", "42601", index);
    }
  }
}
