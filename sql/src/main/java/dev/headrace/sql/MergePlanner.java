package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Case;
import dev.headrace.ir.Expr.Comparison;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.Join;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlNode;

/**
 * MERGE as a relation of row images: the source outer-joined with the target, the number of the
 * first WHEN clause that holds, and the new row that this clause makes.
 */
final class MergePlanner {
  private final Analysis analysis;
  private final ParsedMerge body;
  private final ChangeTarget target;
  private final FromBinder from;
  private final Ctes ctes;

  MergePlanner(Analysis analysis, ParsedMerge body, Ctes around) {
    this.analysis = analysis;
    this.body = body;
    this.target = new ChangeTarget(analysis, body.table(), body.alias(), "merge into");
    this.ctes = new QueryBinder(analysis, null, around).withAll(body.with()).ctes();
    this.from = new FromBinder(analysis, null, ctes);
  }

  PlannedMerge plan() {
    requireReachable();
    int width = target.width();
    FromBinder.Bound source = from.bind(body.using());
    Scope.Table own = target.table(0, false);
    FromBinder.Bound rows =
        new FromBinder.Bound(
            UpdatePlanner.counted(target, target.scan()),
            new Scope.Tables(List.of(own), own.columns()));
    boolean inserts = body.clauses().stream().anyMatch(clause -> !clause.matched());
    Join.Kind kind = inserts ? Join.Kind.RIGHT : Join.Kind.INNER;
    FromBinder.Bound joined = from.joined(kind, rows, source, body.condition());
    Frame frame = new Frame(analysis.nextFrame(), joined.rel());
    Scope.Tables tables = joined.tables();
    List<Scope.Table> sources = tables.tables().subList(1, tables.tables().size());
    Scope matched = new Scope(analysis, null, frame, tables, ctes);
    Scope unmatched =
        new Scope(
            analysis,
            null,
            frame,
            new Scope.Tables(sources, tables.columns().subList(width, tables.columns().size())),
            ctes);

    Expr number = clauseNumber(matched, unmatched);
    int clause = frame.width();
    frame.replace(Projections.append(frame.rel(), List.of(number)));
    Expr.Column chosen = frame.column(clause);
    frame.replace(
        new Rel.Filter(
            frame.rel(), new Comparison(Comparison.Operator.GREATER, chosen, integer(0))));
    return planned(matched, unmatched, chosen);
  }

  /** A clause behind one of its kind without a condition is never used. */
  private void requireReachable() {
    boolean[] closed = new boolean[2];
    for (ParsedMerge.When clause : body.clauses()) {
      int kind = clause.matched() ? 1 : 0;
      if (closed[kind]) {
        throw new dev.headrace.model.SqlException(
            ErrorCode.SYNTAX_ERROR,
            "unreachable WHEN clause specified after unconditional WHEN clause");
      }
      closed[kind] = clause.condition() == null;
    }
  }

  private static Literal integer(int value) {
    return new Literal(value, SqlType.INTEGER);
  }

  /** The first clause that holds, from 1; 0 if none does or it does nothing. */
  private Expr clauseNumber(Scope matched, Scope unmatched) {
    int width = target.width();
    List<Expr> conditions = new ArrayList<>();
    for (ParsedMerge.When clause : body.clauses()) {
      SqlNode condition = clause.condition();
      Scope scope = clause.matched() ? matched : unmatched;
      conditions.add(
          condition == null
              ? Literal.TRUE
              : new ExpressionBinder(scope, Clause.MERGE).condition(condition));
    }
    // the number of copies is NULL where the join found no row of the target
    Expr found = new Expr.IsNull(matched.frame().column(width));
    List<Case.Branch> branches = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i++) {
      ParsedMerge.When clause = body.clauses().get(i);
      Expr side = clause.matched() ? new Expr.Not(found) : found;
      boolean nothing = clause.action() instanceof ParsedMerge.Action.Nothing;
      branches.add(
          new Case.Branch(
              Conditions.and(List.of(side, conditions.get(i))), integer(nothing ? 0 : i + 1)));
    }
    return new Case(branches, integer(0), SqlType.INTEGER);
  }

  private PlannedMerge planned(Scope matched, Scope unmatched, Expr.Column chosen) {
    int width = target.width();
    List<Case.Branch> actions = new ArrayList<>();
    List<List<Case.Branch>> values = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      values.add(new ArrayList<>());
    }
    for (int i = 0; i < body.clauses().size(); i++) {
      ParsedMerge.Action action = body.clauses().get(i).action();
      Expr here = new Comparison(Comparison.Operator.EQUAL, chosen, integer(i + 1));
      int number = number(action);
      if (number > 0) {
        actions.add(new Case.Branch(here, integer(number)));
      }
      Map<Integer, Expr> row = row(action, matched, unmatched);
      for (int column = 0; column < width && !row.isEmpty(); column++) {
        values.get(column).add(new Case.Branch(here, value(row, column)));
      }
    }
    Frame frame = matched.frame();
    List<Expr> expressions = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    expressions.add(new Case(actions, integer(0), SqlType.INTEGER));
    fields.add(Field.notNull("action", SqlType.INTEGER));
    expressions.add(frame.column(width));
    fields.add(frame.rel().fields().get(width));
    for (int i = 0; i < width; i++) {
      expressions.add(frame.column(i));
      fields.add(frame.rel().fields().get(i));
    }
    for (int i = 0; i < width; i++) {
      Field field = target.relation().fields().get(i);
      Literal none = new Literal(null, field.type());
      Expr value = values.get(i).isEmpty() ? none : new Case(values.get(i), none, field.type());
      expressions.add(value);
      fields.add(new Field(field.name(), field.type(), value.nullable()));
    }
    Rel images = new Rel.Project(frame.rel(), expressions, fields);
    return new PlannedMerge(
        target.relation(),
        target.generated(images, 2 + width),
        analysis.parameters().resolved(),
        analysis.relations());
  }

  private static int number(ParsedMerge.Action action) {
    return switch (action) {
      case ParsedMerge.Action.Insert _ -> PlannedMerge.INSERT;
      case ParsedMerge.Action.Update _ -> PlannedMerge.UPDATE;
      case ParsedMerge.Action.Delete _ -> PlannedMerge.DELETE;
      case ParsedMerge.Action.Nothing _ -> 0;
    };
  }

  private static Expr value(Map<Integer, Expr> row, int column) {
    Expr value = row.get(column);
    if (value == null) {
      throw new IllegalStateException("no value for column " + column);
    }
    return value;
  }

  /** The new row of a clause, all its columns; nothing if it makes none. */
  private Map<Integer, Expr> row(ParsedMerge.Action action, Scope matched, Scope unmatched) {
    return switch (action) {
      case ParsedMerge.Action.Update(List<Assignment> assignments) -> {
        Map<Integer, Expr> row =
            target.assigned(assignments, new ExpressionBinder(matched, Clause.UPDATE));
        for (int i = 0; i < target.width(); i++) {
          row.putIfAbsent(i, matched.frame().column(i));
        }
        yield row;
      }
      case ParsedMerge.Action.Insert insert -> inserted(insert, unmatched);
      case ParsedMerge.Action.Delete _, ParsedMerge.Action.Nothing _ -> Map.of();
    };
  }

  private Map<Integer, Expr> inserted(ParsedMerge.Action.Insert insert, Scope scope) {
    List<Integer> columns = target.columns(insert.columns());
    List<SqlNode> values = insert.values() == null ? List.of() : insert.values();
    if (values.size() > columns.size()) {
      throw analysis.error(
          ErrorCode.SYNTAX_ERROR,
          "INSERT has more expressions than target columns",
          values.get(columns.size()));
    }
    if (insert.values() != null && values.size() < insert.columns().size()) {
      throw analysis.error(
          ErrorCode.SYNTAX_ERROR,
          "INSERT has more target columns than expressions",
          insert.columns().get(values.size()));
    }
    ExpressionBinder binder = new ExpressionBinder(scope, Clause.UPDATE);
    Map<Integer, Expr> assigned = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      int column = columns.get(i);
      assigned.put(column, target.inserted(column, values.get(i), insert.overriding(), binder));
    }
    List<Expr> row = target.filled(assigned);
    for (int i = 0; i < row.size(); i++) {
      assigned.put(i, row.get(i));
    }
    return assigned;
  }
}
