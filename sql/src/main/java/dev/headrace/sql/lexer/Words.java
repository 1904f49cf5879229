package dev.headrace.sql.lexer;

/**
 * The words that a normalizer has to know, found by their letters as a number in base 32. All other
 * words are names.
 */
enum Words {
  NAME,
  // words that begin a statement
  SELECT,
  INSERT,
  UPDATE,
  DELETE,
  WITH,
  TABLE,
  BEGIN,
  START,
  COMMIT,
  ROLLBACK,
  ABORT,
  // words that say where we are
  VALUES,
  WHERE,
  SET,
  ON,
  FROM,
  GROUP,
  HAVING,
  ORDER,
  LIMIT,
  OFFSET,
  FETCH,
  FOR,
  UNION,
  INTERSECT,
  EXCEPT,
  WINDOW,
  RETURNING,
  BETWEEN,
  AND,
  OR,
  WHEN,
  THEN,
  ELSE,
  END,
  // words that are operands or operators, so not names
  NULL,
  TRUE,
  FALSE,
  DEFAULT,
  NOT,
  IN,
  IS,
  LIKE,
  ILIKE,
  SIMILAR,
  ANY,
  SOME,
  ALL,
  CASE,
  CAST,
  EXISTS;

  private static final Words[] ALL_WORDS = values();
  private static final int SLOTS = 256;
  private static final long[] CODES = new long[SLOTS];
  private static final Words[] FOUND = new Words[SLOTS];

  static {
    for (Words word : ALL_WORDS) {
      if (word != NAME) {
        int slot = slot(code(word.name()));
        while (CODES[slot] != 0) {
          slot = (slot + 1) % SLOTS;
        }
        CODES[slot] = code(word.name());
        FOUND[slot] = word;
      }
    }
  }

  private static long code(String letters) {
    long code = 0;
    for (int i = 0; i < letters.length(); i++) {
      code = code << 5 | (letters.charAt(i) & 31);
    }
    return code;
  }

  private static int slot(long code) {
    return (int) ((code * 0x9E3779B97F4A7C15L) >>> 56);
  }

  /** The word with that number; {@link #NAME} for all others. */
  static Words of(long code) {
    int slot = slot(code);
    while (CODES[slot] != code) {
      if (CODES[slot] == 0) {
        return NAME;
      }
      slot = (slot + 1) % SLOTS;
    }
    return FOUND[slot];
  }

  /** Whether an operand before it is complete. */
  boolean endsOperand() {
    return switch (this) {
      case AND,
          OR,
          WHERE,
          FROM,
          GROUP,
          HAVING,
          ORDER,
          LIMIT,
          OFFSET,
          FETCH,
          FOR,
          UNION,
          INTERSECT,
          EXCEPT,
          WINDOW,
          RETURNING,
          WHEN,
          THEN,
          ELSE,
          END ->
          true;
      default -> false;
    };
  }

  /** Whether a WHERE clause or SET list of the same query ends before it. */
  boolean endsConditions() {
    return switch (this) {
      case SELECT,
          FROM,
          GROUP,
          HAVING,
          ORDER,
          LIMIT,
          OFFSET,
          FETCH,
          FOR,
          UNION,
          INTERSECT,
          EXCEPT,
          WINDOW,
          RETURNING,
          ON ->
          true;
      default -> false;
    };
  }
}
