package dev.headrace.sql.lexer;

import java.util.Set;

/**
 * The types to which drivers cast the strings that they write into a text, as in {@code
 * '2024-01-01'::date}. They are known everywhere and take no modifier, so a parameter in the place
 * of the string has the cast's type and the string's value.
 */
final class CastTypes {
  private static final Set<String> NAMES =
      Set.of(
          "text",
          "bool",
          "boolean",
          "int2",
          "int4",
          "int8",
          "smallint",
          "int",
          "integer",
          "bigint",
          "numeric",
          "float4",
          "float8",
          "real",
          "bytea",
          "uuid",
          "jsonb",
          "date",
          "time",
          "timestamp",
          "timestamptz",
          "interval");

  private static final int LONGEST = 11;

  private CastTypes() {}

  /** Whether {@code ::} and one of these types, without anything that belongs to it, come next. */
  static boolean follow(char[] text, int at, int length) {
    int from = at + 2;
    if (from >= length || text[at + 1] != ':') {
      return false;
    }
    int to = from;
    while (to < length && to - from <= LONGEST && isOfWord(text[to])) {
      to++;
    }
    return to - from <= LONGEST
        && NAMES.contains(lowerCase(text, from, to))
        && ends(text, to, length);
  }

  private static boolean isOfWord(char c) {
    byte kind = Characters.kind(c);
    return kind == Characters.LETTER || kind == Characters.DIGIT || c == '$';
  }

  private static String lowerCase(char[] text, int from, int to) {
    char[] lower = new char[to - from];
    for (int i = from; i < to; i++) {
      char c = text[i];
      lower[i - from] = c >= 'A' && c <= 'Z' ? (char) (c | 32) : c;
    }
    return new String(lower);
  }

  // not (3), not [], not WITH TIME ZONE, not YEAR TO MONTH, not .type
  private static boolean ends(char[] text, int at, int length) {
    int next = at;
    while (next < length && Characters.kind(text[next]) == Characters.SPACE) {
      next++;
    }
    return next == length
        || switch (text[next]) {
          case ')', ',', ';' -> true;
          default -> endsWithWord(text, next, length);
        };
  }

  private static boolean endsWithWord(char[] text, int from, int length) {
    long code = 0;
    int at = from;
    while (at < length && at - from <= LONGEST && Characters.kind(text[at]) == Characters.LETTER) {
      code = code << 5 | (text[at] & 31);
      at++;
    }
    return at > from && Words.of(code).endsOperand();
  }
}
