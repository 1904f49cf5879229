package dev.headrace.sql.lexer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement in its normal form, and what the form has left out.
 *
 * @param form shared by all statements that may share a plan
 * @param values of the literals: Integer, Long, BigDecimal, a slice of a quoted string, or null
 * @param further values with which the statement is to be run as well, as if it were one: those of
 *     an INSERT's other rows
 */
public record TakenLiterals(
    NormalForm form, List<@Nullable Object> values, List<List<@Nullable Object>> further) {
  public TakenLiterals(NormalForm form, List<@Nullable Object> values) {
    this(form, values, List.of());
  }
}
