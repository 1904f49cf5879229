package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.model.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Images of a row, before and after a change, side by side. */
final class Images {
  private Images() {}

  /**
   * The old row's columns, the new row's, and behind them whatever else the rows have.
   *
   * @param rows begin with the target's columns
   * @param skipped how many columns behind the target's are left out
   */
  static Rel updated(ChangeTarget target, Rel rows, Map<Integer, Expr> assigned, int skipped) {
    int width = target.width();
    List<Expr> expressions = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      expressions.add(Projections.column(rows, i));
      fields.add(rows.fields().get(i));
    }
    for (int i = 0; i < width; i++) {
      Expr value = assigned.get(i);
      Field field = target.relation().fields().get(i);
      value = value == null ? Projections.column(rows, i) : value;
      expressions.add(value);
      fields.add(new Field(field.name(), field.type(), value.nullable()));
    }
    for (int i = width + skipped; i < rows.fields().size(); i++) {
      expressions.add(Projections.column(rows, i));
      fields.add(rows.fields().get(i));
    }
    return target.generated(new Rel.Project(rows, expressions, fields), width);
  }

  /** The first columns alone. */
  static Rel first(Rel rows, int count) {
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      kept.add(i);
    }
    return Projections.columns(rows, kept);
  }
}
