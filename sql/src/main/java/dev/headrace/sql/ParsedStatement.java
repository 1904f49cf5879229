package dev.headrace.sql;

import dev.headrace.sql.lexer.TakenLiterals;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a text.
 *
 * @param text of this statement alone, without its semicolon; of a normalised statement the whole
 *     text
 * @param offset of its first character in the whole text, from 0, in Java characters
 * @param literals what was taken out of the text before it was parsed; null if it was parsed as it
 *     stands
 */
public record ParsedStatement(
    Statement statement, String text, int offset, @Nullable TakenLiterals literals) {
  public ParsedStatement(Statement statement, String text, int offset) {
    this(statement, text, offset, null);
  }
}
