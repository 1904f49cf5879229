package dev.headrace.engine.definition;

import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.model.Field;
import java.util.Optional;

/** Expressions over a table's columns, after the columns have moved. */
final class MovedColumns {
  private MovedColumns() {}

  /** The expression over the new columns; empty if one of its columns is gone or has changed. */
  static Optional<Expr> of(Expr expr, TableShape shape) {
    if (ExprProperties.usedColumns(expr).stream().anyMatch(c -> shape.positionOf(c) < 0)) {
      return Optional.empty();
    }
    if (expr instanceof Expr.Column column) {
      return Optional.of(moved(column, shape));
    }
    return Optional.of(
        ExprTransformer.transform(
            expr, node -> node instanceof Expr.Column column ? moved(column, shape) : node));
  }

  private static Expr moved(Expr.Column column, TableShape shape) {
    int position = shape.positionOf(column.index());
    Field field = shape.columns().get(position).field();
    return new Expr.Column(position, field.type(), field.nullable());
  }
}
