package dev.headrace.connect.json;

/**
 * Checks JSON values (RFC 8259) in a window of bytes and finds where they end, without copying any.
 *
 * <p>Every method returns the offset behind what it read, {@link #INCOMPLETE} if the window ends
 * before, or {@link #BROKEN}; {@link #problem} then tells why. Strings are not checked for UTF-8:
 * those that become a value are, later.
 */
final class JsonScanner {
  static final int INCOMPLETE = -1;
  static final int BROKEN = -2;

  private static final int MAX_DEPTH = 500;

  private String problem = "";

  /** What was wrong when {@link #BROKEN} was returned last. */
  String problem() {
    return problem;
  }

  /** Notes a problem. */
  int broken(String what) {
    problem = what;
    return BROKEN;
  }

  /** Skips white space; returns the window's end if there is nothing else. */
  static int space(byte[] bytes, int from, int end) {
    int position = from;
    while (position < end && isSpace(bytes[position])) {
      position++;
    }
    return position;
  }

  static boolean isSpace(byte character) {
    return character == ' ' || character == '\n' || character == '\t' || character == '\r';
  }

  /** A value of any kind. */
  int value(byte[] bytes, int from, int end) {
    return value(bytes, from, end, 0);
  }

  private int value(byte[] bytes, int from, int end, int depth) {
    if (from >= end) {
      return INCOMPLETE;
    }
    if (depth > MAX_DEPTH) {
      return broken("JSON is nested more than " + MAX_DEPTH + " deep");
    }
    return switch (bytes[from]) {
      case '"' -> string(bytes, from, end);
      case '{' -> container(bytes, from, end, depth, true);
      case '[' -> container(bytes, from, end, depth, false);
      case 't' -> word(bytes, from, end, "true");
      case 'f' -> word(bytes, from, end, "false");
      case 'n' -> word(bytes, from, end, "null");
      default -> number(bytes, from, end);
    };
  }

  private int container(byte[] bytes, int from, int end, int depth, boolean object) {
    byte close = (byte) (object ? '}' : ']');
    int position = space(bytes, from + 1, end);
    if (position < end && bytes[position] == close) {
      return position + 1;
    }
    while (true) {
      if (object) {
        position = name(bytes, position, end);
      }
      if (position >= 0) {
        position = value(bytes, position, end, depth + 1);
      }
      if (position < 0) {
        return position;
      }
      position = space(bytes, position, end);
      if (position == end) {
        return INCOMPLETE;
      }
      if (bytes[position] == close) {
        return position + 1;
      }
      if (bytes[position] != ',') {
        return unexpected(bytes[position]);
      }
      position = space(bytes, position + 1, end);
    }
  }

  /** A member's name, the colon and the white space behind it; returns where the value starts. */
  int name(byte[] bytes, int from, int end) {
    if (from >= end) {
      return INCOMPLETE;
    }
    if (bytes[from] != '"') {
      return unexpected(bytes[from]);
    }
    int position = string(bytes, from, end);
    return position < 0 ? position : colon(bytes, position, end);
  }

  /** The colon behind a name; returns where the value starts. */
  int colon(byte[] bytes, int from, int end) {
    int position = space(bytes, from, end);
    if (position == end) {
      return INCOMPLETE;
    }
    if (bytes[position] != ':') {
      return unexpected(bytes[position]);
    }
    position = space(bytes, position + 1, end);
    return position == end ? INCOMPLETE : position;
  }

  /** A string that starts with its quote. */
  int string(byte[] bytes, int from, int end) {
    int position = from + 1;
    while (position < end) {
      byte current = bytes[position++];
      if (current == '"') {
        return position;
      }
      if (current == '\\') {
        position = escape(bytes, position, end);
        if (position < 0) {
          return position;
        }
      } else if (current >= 0 && current < ' ') {
        return broken("control character in a JSON string");
      }
    }
    return INCOMPLETE;
  }

  private int escape(byte[] bytes, int from, int end) {
    if (from == end) {
      return INCOMPLETE;
    }
    if (bytes[from] != 'u') {
      return "\"\\/bfnrt".indexOf(bytes[from]) >= 0
          ? from + 1
          : broken("invalid escape in a JSON string");
    }
    for (int i = from + 1; i <= from + 4; i++) {
      if (i >= end) {
        return INCOMPLETE;
      }
      if (Character.digit(bytes[i], 16) < 0) {
        return broken("invalid escape in a JSON string");
      }
    }
    return from + 5;
  }

  private int word(byte[] bytes, int from, int end, String word) {
    for (int i = 0; i < word.length(); i++) {
      if (from + i == end) {
        return INCOMPLETE;
      }
      if (bytes[from + i] != word.charAt(i)) {
        return unexpected(bytes[from + i]);
      }
    }
    return from + word.length();
  }

  /** A number may go on behind the window's end; only what follows it tells. */
  private int number(byte[] bytes, int from, int end) {
    int position = from;
    if (bytes[position] == '-') {
      position++;
    }
    int digits = position;
    position = digits(bytes, position, end);
    boolean leadingZero = position - digits > 1 && bytes[digits] == '0';
    if (position < end && (position == digits || leadingZero)) {
      return position == digits ? unexpected(bytes[position]) : broken("number starts with 0");
    }
    if (position < end && bytes[position] == '.') {
      position = requiredDigits(bytes, position + 1, end);
    }
    if (position > 0 && position < end && (bytes[position] == 'e' || bytes[position] == 'E')) {
      position++;
      if (position < end && (bytes[position] == '+' || bytes[position] == '-')) {
        position++;
      }
      position = requiredDigits(bytes, position, end);
    }
    return position == end ? INCOMPLETE : position;
  }

  private int requiredDigits(byte[] bytes, int from, int end) {
    int position = digits(bytes, from, end);
    return position < end && position == from ? unexpected(bytes[position]) : position;
  }

  private static int digits(byte[] bytes, int from, int end) {
    int position = from;
    while (position < end && bytes[position] >= '0' && bytes[position] <= '9') {
      position++;
    }
    return position;
  }

  /** Notes that a character is out of place. */
  int unexpected(byte character) {
    return broken(
        character > ' ' && character < 127
            ? "unexpected '" + (char) character + "' in JSON"
            : "unexpected character 0x%02x in JSON".formatted(character & 0xff));
  }
}
