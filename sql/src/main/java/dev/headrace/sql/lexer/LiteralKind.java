package dev.headrace.sql.lexer;

import dev.headrace.model.SqlType;
import org.jspecify.annotations.Nullable;

/** What a literal looks like, which is what its type goes by. */
public enum LiteralKind {
  /** A whole number that fits into 32 bits. */
  INTEGER(SqlType.INTEGER),
  /** A whole number that fits into 64 bits. */
  BIGINT(SqlType.BIGINT),
  /** A number with a point, or a longer one. */
  NUMERIC(SqlType.NUMERIC),
  /** A quoted string, whose type its context gives. */
  TEXT(null);

  private static final LiteralKind[] ALL = values();

  private final @Nullable SqlType type;

  LiteralKind(@Nullable SqlType type) {
    this.type = type;
  }

  /** The type that goes without saying; null if it does not. */
  public @Nullable SqlType type() {
    return type;
  }

  /** What stands for such a literal in a key: a character that no text has. */
  char mark() {
    return (char) (ordinal() + 1);
  }

  static boolean isMark(char c) {
    return c > 0 && c <= ALL.length;
  }
}
