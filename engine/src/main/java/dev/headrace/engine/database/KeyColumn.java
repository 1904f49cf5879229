package dev.headrace.engine.database;

import dev.headrace.ir.Expr;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.KeyCodec;

/**
 * A column of a key.
 *
 * @param expression over the relation's columns
 * @param text as messages show it: the name of the column, or the expression in parentheses
 */
public record KeyColumn(Expr expression, KeyCodec.Order order, String text) {
  public SqlType type() {
    return expression.type();
  }
}
