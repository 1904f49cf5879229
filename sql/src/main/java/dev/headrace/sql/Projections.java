package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.model.Field;
import java.util.ArrayList;
import java.util.List;

/** Projections that add, take away and reorder columns. */
final class Projections {
  private Projections() {}

  static Expr.Column column(Rel rel, int index) {
    Field field = rel.fields().get(index);
    return new Expr.Column(index, field.type(), field.nullable());
  }

  static List<Expr> allColumns(Rel rel) {
    List<Expr> columns = new ArrayList<>();
    for (int i = 0; i < rel.fields().size(); i++) {
      columns.add(column(rel, i));
    }
    return columns;
  }

  /** The columns followed by expressions over them. */
  static Rel append(Rel rel, List<? extends Expr> more) {
    if (more.isEmpty()) {
      return rel;
    }
    List<Expr> expressions = allColumns(rel);
    List<Field> fields = new ArrayList<>(rel.fields());
    for (Expr expr : more) {
      expressions.add(expr);
      fields.add(new Field("?column?", expr.type(), expr.nullable()));
    }
    return new Rel.Project(rel, expressions, fields);
  }

  /** Some of the columns, in an order; the relation itself if that is all of them as they are. */
  static Rel columns(Rel rel, List<Integer> indexes) {
    boolean same = indexes.size() == rel.fields().size();
    List<Expr> expressions = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < indexes.size(); i++) {
      same &= indexes.get(i) == i;
      expressions.add(column(rel, indexes.get(i)));
      fields.add(rel.fields().get(indexes.get(i)));
    }
    return same ? rel : new Rel.Project(rel, expressions, fields);
  }

  /** A projection; over the one row of a SELECT without FROM it is a row of values. */
  static Rel project(Rel rel, List<Expr> expressions, List<Field> fields) {
    if (rel.equals(ONE_ROW)) {
      return new Rel.Values(List.of(expressions), fields);
    }
    boolean same = fields.equals(rel.fields());
    for (int i = 0; same && i < expressions.size(); i++) {
      same = expressions.get(i) instanceof Expr.Column column && column.index() == i;
    }
    return same ? rel : new Rel.Project(rel, expressions, fields);
  }

  /** One row, whose only column nobody can name: what SELECT without FROM reads. */
  static final Rel ONE_ROW =
      new Rel.Values(
          List.of(List.of(Expr.Literal.TRUE)),
          List.of(Field.notNull("", dev.headrace.model.SqlType.BOOLEAN)));

  static Field field(String name, Expr expr) {
    return new Field(name, expr.type(), expr.nullable());
  }

  /** So many numbers from one on. */
  static List<Integer> range(int start, int count) {
    List<Integer> range = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      range.add(start + i);
    }
    return range;
  }

  /** DISTINCT. */
  static Rel distinct(Rel rel) {
    List<Integer> keys = new ArrayList<>();
    for (int i = 0; i < rel.fields().size(); i++) {
      keys.add(i);
    }
    return new Rel.Aggregate(rel, keys, List.of(), rel.fields());
  }
}
