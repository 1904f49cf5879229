package dev.headrace.sql.lexer;

import java.util.Arrays;

/**
 * A statement's text in its normal form. Two keys are equal when the statements differ at most in
 * the values of literals that were taken out, and those are of the same types.
 */
public final class StatementKey {
  private final char[] text;
  private final int hash;

  StatementKey(char[] text, int hash) {
    this.text = text;
    this.hash = hash;
  }

  static StatementKey of(char[] text) {
    return new StatementKey(text, hash(text, text.length));
  }

  static int hash(char[] text, int length) {
    int result = 0;
    for (int i = 0; i < length; i++) {
      result = 31 * result + text[i];
    }
    return result ^ result >>> 16;
  }

  boolean holds(char[] other, int length) {
    return Arrays.equals(text, 0, text.length, other, 0, length);
  }

  @Override
  public boolean equals(Object other) {
    return other == this
        || other instanceof StatementKey that
            && hash == that.hash
            && Arrays.equals(text, that.text);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** The normal form, with a control character in the place of each literal. */
  @Override
  public String toString() {
    return new String(text);
  }
}
