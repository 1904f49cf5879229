package dev.headrace.sql.lexer;

/** What characters may be part of. */
final class Characters {
  /** What an ASCII character may be part of. */
  private static final byte[] CLASS = new byte[128];

  static final byte SPACE = 1;
  static final byte LETTER = 2;
  static final byte DIGIT = 3;
  static final byte OPERATOR = 4;
  static final byte PUNCTUATION = 5;

  static {
    for (char c : " \t\r\n\f".toCharArray()) {
      CLASS[c] = SPACE;
    }
    for (char c = 'a'; c <= 'z'; c++) {
      CLASS[c] = LETTER;
      CLASS[c - 32] = LETTER;
    }
    CLASS['_'] = LETTER;
    for (char c = '0'; c <= '9'; c++) {
      CLASS[c] = DIGIT;
    }
    for (char c : "+-*/<>=~!@#%^&|`?:".toCharArray()) {
      CLASS[c] = OPERATOR;
    }
    for (char c : "(),;.[]".toCharArray()) {
      CLASS[c] = PUNCTUATION;
    }
  }

  private Characters() {}

  /** One of the kinds above, or 0 for what is none of them; all beyond ASCII are letters. */
  static byte kind(char c) {
    return c < 128 ? CLASS[c] : LETTER;
  }
}
