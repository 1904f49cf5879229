package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.AggregateCall;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * UPDATE and DELETE as relations of row images.
 *
 * <p>With FROM or USING a row of the target may meet several others. PostgreSQL changes it once and
 * does not say which of them it takes; so the engine takes one of those that come. Where there is
 * no primary key, equal rows of the target are put together and counted before the join, so that an
 * old row comes only because it met several others.
 */
final class UpdatePlanner {
  private final Analysis analysis;
  private final ParsedDml.Parts parts;
  private final ChangeTarget target;
  private final Ctes ctes;
  private final int width;

  /** The row of a cursor that is changed; null for the rows under a condition. */
  private final @Nullable CurrentRow current;

  /** Columns behind the target's that belong to it: the number of equal rows, with a join. */
  private final int counted;

  UpdatePlanner(Analysis analysis, ParsedDml body, String verb, Ctes around) {
    this.analysis = analysis;
    this.parts = body.parts();
    this.target = new ChangeTarget(analysis, parts.table(), parts.alias(), verb);
    this.ctes = new QueryBinder(analysis, null, around).withAll(parts.with()).ctes();
    this.width = target.width();
    this.counted = parts.from() == null ? 0 : 1;
    SqlIdentifier cursor = parts.currentOf();
    if (cursor != null && analysis.locking() == null) {
      throw analysis.unsupported("WHERE CURRENT OF in WITH", cursor);
    }
    this.current = cursor == null ? null : new CurrentRow(cursor.getSimple(), target.relation());
  }

  PlannedUpdate update() {
    Scope scope = rows();
    Map<Integer, Expr> assigned =
        target.assigned(parts.assignments(), new ExpressionBinder(scope, Clause.UPDATE));
    Rel images = Images.updated(target, scope.frame().rel(), assigned, 0);
    Returning returning = new Returning(analysis, parts.returning(), ctes);
    List<Scope.Table> tables = new ArrayList<>();
    tables.add(target.table(width, false));
    tables.addAll(others(scope, width));
    Rel rel = returning.over(images, 2 * width + counted, tables);
    Ordered ordered = ordered(rel, 2 * width, returning);
    return new PlannedUpdate(
        target.relation(),
        ordered.rel,
        ordered.copies,
        Optional.ofNullable(current),
        returning.fields(),
        analysis.parameters().resolved(),
        analysis.relations());
  }

  PlannedDelete delete() {
    Scope scope = rows();
    Returning returning = new Returning(analysis, parts.returning(), ctes);
    List<Scope.Table> tables = new ArrayList<>();
    tables.add(target.table(0, false));
    tables.addAll(others(scope, 0));
    Rel rel = returning.over(scope.frame().rel(), width + counted, tables);
    Ordered ordered = ordered(rel, width, returning);
    return new PlannedDelete(
        target.relation(),
        ordered.rel,
        ordered.copies,
        Optional.ofNullable(current),
        returning.fields(),
        analysis.parameters().resolved(),
        analysis.relations());
  }

  private record Ordered(Rel rel, OptionalInt copies) {}

  /** The number of copies goes behind what RETURNING gives. */
  private Ordered ordered(Rel rel, int images, Returning returning) {
    if (counted == 0) {
      return new Ordered(rel, OptionalInt.empty());
    }
    int returned = returning.fields().size();
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < images; i++) {
      columns.add(i);
    }
    for (int i = 0; i < returned; i++) {
      columns.add(images + 1 + i);
    }
    columns.add(images);
    return new Ordered(Projections.columns(rel, columns), OptionalInt.of(images + returned));
  }

  /** What FROM or USING adds, its columns moved. */
  private List<Scope.Table> others(Scope scope, int distance) {
    List<Scope.Table> tables = scope.tables().tables();
    return tables.subList(1, tables.size()).stream()
        .map(table -> FromBinder.moved(table, distance, false))
        .toList();
  }

  /** The target's rows, with those of FROM or USING beside them, under the condition. */
  private Scope rows() {
    FromBinder binder = new FromBinder(analysis, null, ctes);
    Scope.Table own = target.table(0, false);
    FromBinder.Bound bound =
        new FromBinder.Bound(targetRows(), new Scope.Tables(List.of(own), own.columns()));
    SqlNode from = parts.from();
    if (from != null) {
      bound = new FromBinder.Bound(counted(target, bound.rel()), bound.tables());
      bound = binder.crossed(bound, binder.bind(from), from);
    }
    Frame frame = new Frame(analysis.nextFrame(), bound.rel());
    Scope scope = new Scope(analysis, null, frame, bound.tables(), ctes);
    SqlNode where = parts.where();
    if (where != null) {
      new ExpressionBinder(scope, Clause.WHERE).filter(where);
    }
    return scope;
  }

  /** The target's rows, or those that are the cursor's. */
  private Rel targetRows() {
    Rel rows = target.scan();
    if (current == null) {
      return rows;
    }
    Rel one = new Rel.Scan(current.relation(), current.relation(), current.fields());
    List<Integer> identity = CurrentRow.identity(target.relation());
    List<Rel.Join.Key> keys = new ArrayList<>();
    for (int i = 0; i < identity.size(); i++) {
      keys.add(new Rel.Join.Key(identity.get(i), i, target.relation().primaryKey().isEmpty()));
    }
    return new Rel.Join(Rel.Join.Kind.SEMI, rows, one, keys, null);
  }

  /** The rows of a table with a column behind them: how many equal ones there are of each. */
  static Rel counted(ChangeTarget target, Rel scan) {
    if (!target.relation().primaryKey().isEmpty()) {
      return Projections.append(scan, List.of(new Expr.Literal(1L, SqlType.BIGINT)));
    }
    List<Integer> keys = new ArrayList<>();
    for (int i = 0; i < target.width(); i++) {
      keys.add(i);
    }
    List<Field> fields = new ArrayList<>(scan.fields());
    fields.add(Field.notNull("copies", SqlType.BIGINT));
    AggregateCall count =
        new AggregateCall(AggregateCall.Function.COUNT, -1, false, -1, SqlType.BIGINT);
    return new Rel.Aggregate(scan, keys, List.of(count), fields);
  }
}
