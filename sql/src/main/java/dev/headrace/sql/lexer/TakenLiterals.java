package dev.headrace.sql.lexer;

import java.util.List;

/**
 * A statement in its normal form, and what the form has left out.
 *
 * @param form shared by all statements that may share a plan
 * @param values of the literals: Integer, Long, BigDecimal, or a slice of a quoted string
 */
public record TakenLiterals(NormalForm form, List<Object> values) {}
