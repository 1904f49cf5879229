package dev.headrace.sql.lexer;

import dev.headrace.model.SqlType;
import org.jspecify.annotations.Nullable;

/** What a literal looks like, which is what its type goes by. */
public enum LiteralKind {
  /** A whole number that fits into 32 bits. */
  INTEGER,
  /** A whole number that fits into 64 bits. */
  BIGINT,
  /** A number with a point, or a longer one. */
  NUMERIC,
  /** A quoted string, whose type its context gives. */
  TEXT,
  /** NULL, as an item of one of several rows; its context gives the type as well. */
  NULL;

  private static final char LAST_MARK = 5;

  /** The type that goes without saying; null if it does not. */
  public @Nullable SqlType type() {
    return switch (this) {
      case INTEGER -> SqlType.INTEGER;
      case BIGINT -> SqlType.BIGINT;
      case NUMERIC -> SqlType.NUMERIC;
      case TEXT, NULL -> null;
    };
  }

  /** What stands for such a literal in a key: a character that no text has. */
  char mark() {
    return switch (this) {
      case INTEGER -> 1;
      case BIGINT -> 2;
      case NUMERIC -> 3;
      case TEXT -> 4;
      case NULL -> LAST_MARK;
    };
  }

  static boolean isMark(char c) {
    return c > 0 && c <= LAST_MARK;
  }
}
