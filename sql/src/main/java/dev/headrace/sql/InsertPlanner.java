package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/** INSERT as a relation of new rows. */
final class InsertPlanner {
  private final Analysis analysis;
  private final ParsedDml.Parts parts;
  private final ChangeTarget target;
  private final QueryBinder queries;

  InsertPlanner(Analysis analysis, ParsedDml body, Ctes around) {
    this.analysis = analysis;
    this.parts = body.parts();
    this.target = new ChangeTarget(analysis, parts.table(), parts.alias(), "insert into");
    this.queries = new QueryBinder(analysis, null, around).withAll(parts.with());
  }

  PlannedInsert plan() {
    Rel rows = target.generated(rows(), 0);
    Returning returning = new Returning(analysis, parts.returning(), queries.ctes());
    ParsedConflict parsed = parts.conflict();
    Optional<PlannedConflict> conflict = Optional.empty();
    int images = target.width();
    int fresh = 0;
    if (parsed != null) {
      ConflictPlanner planner = new ConflictPlanner(analysis, target, queries.ctes(), parsed);
      rows = parsed.update() ? planner.update(rows) : planner.nothing(rows);
      fresh = parsed.update() ? 1 + target.width() : 0;
      images += fresh;
      conflict = Optional.of(new PlannedConflict(planner.arbiters(), parsed.update()));
    }
    Rel returned = returning.over(rows, images, List.of(target.table(fresh, false)));
    return new PlannedInsert(
        target.relation(),
        returned,
        conflict,
        returning.fields(),
        analysis.parameters().resolved(),
        analysis.relations());
  }

  private Rel rows() {
    List<Integer> columns = target.columns(parts.columns());
    SqlNode query = parts.query();
    if (query == null) {
      return rowsOf(List.of(target.filled(Map.of())));
    }
    if (query.getKind() == SqlKind.VALUES) {
      return values((SqlCall) query, columns);
    }
    Pending pending = queries.pending(query);
    int given = pending.names().size();
    requireCount(given, columns, query);
    List<SqlType> types = new ArrayList<>();
    for (int i = 0; i < given; i++) {
      SqlType type = pending.types().get(i);
      types.add(type == null ? Types.unmodified(field(columns, i).type()) : type);
    }
    Rel rows = pending.builder().build(types);
    Map<Integer, Expr> assigned = new HashMap<>();
    for (int i = 0; i < given; i++) {
      if (target.isTaken(columns.get(i), parts.overriding(), query)) {
        Operand operand = new Operand.Typed(Projections.column(rows, i), pending.places().get(i));
        assigned.put(
            columns.get(i),
            analysis.coercion().assignment(operand, field(columns, i), pending.places().get(i)));
      }
    }
    List<Expr> row = target.filled(assigned);
    return Projections.project(rows, row, target.fields(List.of(row)));
  }

  private Field field(List<Integer> columns, int at) {
    return target.relation().fields().get(columns.get(at));
  }

  private void requireCount(int given, List<Integer> columns, SqlNode place) {
    if (given > columns.size()) {
      throw analysis.error(
          ErrorCode.SYNTAX_ERROR, "INSERT has more expressions than target columns", place);
    }
    if (given < columns.size() && !parts.columns().isEmpty()) {
      throw analysis.error(
          ErrorCode.SYNTAX_ERROR,
          "INSERT has more target columns than expressions",
          parts.columns().get(given));
    }
  }

  private Rel values(SqlCall values, List<Integer> columns) {
    Frame frame = new Frame(analysis.nextFrame(), Projections.ONE_ROW);
    Scope scope = new Scope(analysis, null, frame, Scope.Tables.NONE, queries.ctes());
    ExpressionBinder binder = new ExpressionBinder(scope, Clause.VALUES);
    List<List<Expr>> rows = new ArrayList<>();
    int width = -1;
    for (SqlNode node : values.getOperandList()) {
      List<SqlNode> items = ((SqlCall) node).getOperandList();
      if (width >= 0 && items.size() != width) {
        throw analysis.error(
            ErrorCode.SYNTAX_ERROR, "VALUES lists must all be the same length", items.getFirst());
      }
      width = items.size();
      requireCount(width, columns, items.get(Math.min(width - 1, columns.size())));
      Map<Integer, Expr> assigned = new HashMap<>();
      for (int i = 0; i < items.size(); i++) {
        int column = columns.get(i);
        assigned.put(column, target.inserted(column, items.get(i), parts.overriding(), binder));
      }
      rows.add(target.filled(assigned));
    }
    return ValuesBinder.rows(frame, rows, target.fields(rows));
  }

  private Rel rowsOf(List<List<Expr>> rows) {
    return new Rel.Values(rows, target.fields(rows));
  }
}
