package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Case;
import dev.headrace.ir.Expr.Comparison;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.Join;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlNode;

/**
 * ON CONFLICT as a join of the rows to be inserted with those that are there, on the unique keys
 * that it is about.
 */
final class ConflictPlanner {
  private final Analysis analysis;
  private final ChangeTarget target;
  private final Ctes ctes;
  private final ParsedConflict conflict;
  private final List<UniqueKey> keys;

  ConflictPlanner(Analysis analysis, ChangeTarget target, Ctes ctes, ParsedConflict conflict) {
    this.analysis = analysis;
    this.target = target;
    this.ctes = ctes;
    this.conflict = conflict;
    this.keys = new ConflictTarget(analysis, target).arbiters(conflict);
  }

  List<String> arbiters() {
    return keys.stream().map(UniqueKey::name).toList();
  }

  /** DO NOTHING: the rows that no row stands in the way of. */
  Rel nothing(Rel rows) {
    Rel free = rows;
    for (UniqueKey key : keys) {
      free = Joins.join(Join.Kind.ANTI, free, target.scan(), conditions(key, rows));
    }
    return free;
  }

  /** Whether two rows, one's columns behind the other's, have a key in common. */
  private List<Expr> conditions(UniqueKey key, Rel rows) {
    int width = target.width();
    List<Expr> conditions = new ArrayList<>();
    for (Expr expr : key.keys()) {
      Expr fresh = over(expr, rows);
      Expr present = OuterColumns.shift(expr, width);
      conditions.add(
          key.nullsDistinct()
              ? new Comparison(Comparison.Operator.EQUAL, fresh, present)
              : new Expr.Not(new Expr.DistinctFrom(fresh, present)));
    }
    key.where()
        .ifPresent(
            where -> {
              conditions.add(over(where, rows));
              conditions.add(OuterColumns.shift(where, width));
            });
    return conditions;
  }

  /** With the nullability that the columns have in the rows. */
  private static Expr over(Expr expr, Rel rows) {
    return OuterColumns.mapColumns(
        expr,
        node ->
            node instanceof Expr.Column column ? Projections.column(rows, column.index()) : node);
  }

  /**
   * DO UPDATE: the action, the old row, the new row. Rows behind which WHERE does not hold are left
   * out.
   */
  Rel update(Rel rows) {
    int width = target.width();
    Rel present = Projections.append(target.scan(), List.of(Literal.TRUE));
    Rel joined = Joins.join(Join.Kind.LEFT, rows, present, conditions(keys.getFirst(), rows));
    Frame frame = new Frame(analysis.nextFrame(), joined);
    Scope scope = scope(frame);
    Expr free = new Expr.IsNull(frame.column(2 * width));
    SqlNode where = conflict.where();
    Expr changed =
        where == null ? Literal.TRUE : new ExpressionBinder(scope, Clause.WHERE).condition(where);
    Case action =
        new Case(
            List.of(
                new Case.Branch(free, integer(PlannedMerge.INSERT)),
                new Case.Branch(changed, integer(PlannedMerge.UPDATE))),
            integer(0),
            SqlType.INTEGER);
    int at = frame.width();
    frame.replace(Projections.append(frame.rel(), List.of(action)));
    frame.replace(
        new Rel.Filter(
            frame.rel(),
            new Comparison(Comparison.Operator.GREATER, frame.column(at), integer(0))));
    Map<Integer, Expr> assigned =
        target.assigned(conflict.assignments(), new ExpressionBinder(scope, Clause.UPDATE));
    return images(frame, frame.column(at), free, assigned);
  }

  /** The row that is there, behind the one to be inserted, which is called {@code excluded}. */
  private Scope scope(Frame frame) {
    Scope.Table excluded = new Scope.Table("excluded", target.table(0, true).columns(), List.of());
    Scope.Table old = target.table(target.width(), true);
    List<Scope.NamedColumn> columns = new ArrayList<>(old.columns());
    columns.addAll(excluded.columns());
    return new Scope(
        analysis, null, frame, new Scope.Tables(List.of(old, excluded), columns), ctes);
  }

  private static Literal integer(int value) {
    return new Literal(value, SqlType.INTEGER);
  }

  private Rel images(Frame frame, Expr action, Expr free, Map<Integer, Expr> assigned) {
    int width = target.width();
    List<Expr> expressions = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    expressions.add(action);
    fields.add(Field.notNull("action", SqlType.INTEGER));
    for (int i = 0; i < width; i++) {
      expressions.add(frame.column(width + i));
      fields.add(frame.rel().fields().get(width + i));
    }
    for (int i = 0; i < width; i++) {
      Field field = target.relation().fields().get(i);
      Expr updated = assigned.getOrDefault(i, frame.column(width + i));
      Expr value = new Case(List.of(new Case.Branch(free, frame.column(i))), updated, field.type());
      expressions.add(value);
      fields.add(new Field(field.name(), field.type(), value.nullable()));
    }
    return target.generated(new Rel.Project(frame.rel(), expressions, fields), 1 + width);
  }
}
