package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;

/**
 * The rows that the expressions of one query are about. Subqueries in those expressions join
 * columns on at the end, so that columns that were resolved before stay where they are.
 */
final class Frame {
  private final int id;
  private Rel rel;

  Frame(int id, Rel rel) {
    this.id = id;
    this.rel = rel;
  }

  int id() {
    return id;
  }

  Rel rel() {
    return rel;
  }

  void replace(Rel wider) {
    rel = wider;
  }

  int width() {
    return rel.fields().size();
  }

  Expr.Column column(int index) {
    return Projections.column(rel, index);
  }
}
