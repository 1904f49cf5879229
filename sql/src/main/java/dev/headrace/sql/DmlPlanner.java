package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.AggregateCall;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.sql.ParsedDml.Assignment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** INSERT, UPDATE and DELETE as relations of rows. */
final class DmlPlanner {
  private final Analysis analysis;
  private final ParsedDml body;
  private final Relation relation;

  DmlPlanner(Analysis analysis, ParsedDml body, String verb) {
    this.analysis = analysis;
    this.body = body;
    this.relation = FromBinder.relation(body.table(), analysis);
    switch (relation.kind()) {
      case TABLE, SOURCE -> {}
      case VIEW, MATERIALIZED_VIEW, SYSTEM -> {
        String what =
            relation.kind() == Relation.Kind.MATERIALIZED_VIEW ? "materialized view" : "view";
        throw analysis.error(
            ErrorCode.WRONG_OBJECT_TYPE,
            (relation.kind() == Relation.Kind.MATERIALIZED_VIEW
                    ? "cannot change "
                    : "cannot " + verb + " ")
                + what
                + " "
                + SqlException.quote(relation.name()),
            body.table());
      }
    }
  }

  Relation relation() {
    return relation;
  }

  private int column(SqlIdentifier name) {
    for (int i = 0; i < relation.fields().size(); i++) {
      if (relation.fields().get(i).name().equals(name.getSimple())) {
        return i;
      }
    }
    SqlException error =
        analysis.error(
            ErrorCode.UNDEFINED_COLUMN,
            "column "
                + SqlException.quote(name.getSimple())
                + " of relation "
                + SqlException.quote(relation.name())
                + " does not exist",
            name);
    List<String> names = relation.fields().stream().map(Field::name).toList();
    List<String> closest = Spelling.closest(name.getSimple(), names, n -> n);
    throw closest.isEmpty()
        ? error
        : error.withHint(
            "Perhaps you meant to reference the column "
                + SqlException.quote(relation.name() + "." + closest.getFirst())
                + ".");
  }

  /** The value of a column that is not given. */
  private Expr defaultValue(int column) {
    Field field = relation.fields().get(column);
    return analysis
        .catalog()
        .defaultValue(relation, column)
        .map(e -> Planner.assignment(analysis.catalog(), e, field))
        .orElseGet(() -> new Literal(null, field.type()));
  }

  // INSERT

  Rel insert() {
    List<Integer> targets = targets();
    SqlNode query = body.query();
    if (query == null) {
      return rowsOf(List.of(fill(Map.of())));
    }
    SqlCall values = plainValues(query);
    if (values != null) {
      return insertValues(values, targets);
    }
    Pending pending = new QueryBinder(analysis, null, Ctes.NONE).pending(query);
    int given = pending.names().size();
    requireCount(given, targets, query);
    List<SqlType> types = new ArrayList<>();
    for (int i = 0; i < given; i++) {
      SqlType type = pending.types().get(i);
      types.add(type == null ? Types.unmodified(field(targets, i).type()) : type);
    }
    Rel rows = pending.builder().build(types);
    Map<Integer, Expr> assigned = new HashMap<>();
    for (int i = 0; i < given; i++) {
      Operand operand = new Operand.Typed(Projections.column(rows, i), pending.places().get(i));
      assigned.put(
          targets.get(i),
          analysis.coercion().assignment(operand, field(targets, i), pending.places().get(i)));
    }
    List<Expr> row = fill(assigned);
    return Projections.project(rows, row, fields(List.of(row)));
  }

  private Field field(List<Integer> targets, int at) {
    return relation.fields().get(targets.get(at));
  }

  private List<Integer> targets() {
    List<Integer> targets = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (SqlIdentifier name : body.columns()) {
      int column = column(name);
      if (!seen.add(column)) {
        throw analysis.error(
            ErrorCode.DUPLICATE_COLUMN,
            "column " + SqlException.quote(name.getSimple()) + " specified more than once",
            name);
      }
      targets.add(column);
    }
    if (targets.isEmpty()) {
      for (int i = 0; i < relation.fields().size(); i++) {
        targets.add(i);
      }
    }
    return targets;
  }

  private void requireCount(int given, List<Integer> targets, SqlNode place) {
    if (given > targets.size()) {
      throw analysis.error(
          ErrorCode.SYNTAX_ERROR, "INSERT has more expressions than target columns", place);
    }
    if (given < targets.size() && !body.columns().isEmpty()) {
      throw analysis.error(
          ErrorCode.SYNTAX_ERROR,
          "INSERT has more target columns than expressions",
          body.columns().get(given));
    }
  }

  private static @Nullable SqlCall plainValues(SqlNode query) {
    return query.getKind() == SqlKind.VALUES ? (SqlCall) query : null;
  }

  private Rel insertValues(SqlCall values, List<Integer> targets) {
    Frame frame = new Frame(analysis.nextFrame(), Projections.ONE_ROW);
    Scope scope = new Scope(analysis, null, frame, Scope.Tables.NONE, Ctes.NONE);
    boolean single = values.operandCount() == 1;
    ExpressionBinder binder = new ExpressionBinder(scope, single ? Clause.SELECT : Clause.VALUES);
    List<List<Expr>> rows = new ArrayList<>();
    int width = -1;
    for (SqlNode node : values.getOperandList()) {
      List<SqlNode> items = ((SqlCall) node).getOperandList();
      if (width >= 0 && items.size() != width) {
        throw analysis.error(
            ErrorCode.SYNTAX_ERROR, "VALUES lists must all be the same length", items.getFirst());
      }
      width = items.size();
      requireCount(width, targets, items.get(Math.min(width - 1, targets.size())));
      rows.add(fill(assigned(items, targets, binder)));
    }
    // A subquery in the only row has joined its column to the frame.
    return frame.rel().equals(Projections.ONE_ROW)
        ? rowsOf(rows)
        : Projections.project(frame.rel(), rows.getFirst(), fields(rows));
  }

  private Map<Integer, Expr> assigned(
      List<SqlNode> items, List<Integer> targets, ExpressionBinder binder) {
    Map<Integer, Expr> assigned = new HashMap<>();
    for (int i = 0; i < items.size(); i++) {
      SqlNode item = items.get(i);
      int target = targets.get(i);
      assigned.put(
          target,
          item.getKind() == SqlKind.DEFAULT
              ? defaultValue(target)
              : analysis
                  .coercion()
                  .assignment(
                      binder.bind(item), relation.fields().get(target), item.getParserPosition()));
    }
    return assigned;
  }

  private List<Expr> fill(Map<Integer, Expr> assigned) {
    List<Expr> row = new ArrayList<>();
    for (int i = 0; i < relation.fields().size(); i++) {
      Expr value = assigned.get(i);
      row.add(value == null ? defaultValue(i) : value);
    }
    return row;
  }

  private Rel rowsOf(List<List<Expr>> rows) {
    return new Rel.Values(rows, fields(rows));
  }

  /** The table's columns; NULLs are the engine's to refuse. */
  private List<Field> fields(List<List<Expr>> rows) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < relation.fields().size(); i++) {
      Field field = relation.fields().get(i);
      int column = i;
      boolean nullable = rows.stream().anyMatch(row -> row.get(column).nullable());
      fields.add(new Field(field.name(), field.type(), nullable));
    }
    return fields;
  }

  // UPDATE and DELETE

  /** The target's rows, with those of FROM or USING beside them, under the condition. */
  private Scope target() {
    SqlNode table = body.table();
    SqlIdentifier alias = body.alias();
    if (alias != null) {
      table = SqlStdOperatorTable.AS.createCall(table.getParserPosition(), table, alias);
    }
    SqlNode from = body.from();
    if (from != null) {
      requireKey(from);
      table = joined(table, from);
    }
    FromBinder.Bound bound = new FromBinder(analysis, null, Ctes.NONE).bind(table);
    Frame frame = new Frame(analysis.nextFrame(), bound.rel());
    Scope scope = new Scope(analysis, null, frame, bound.tables(), Ctes.NONE);
    SqlNode where = body.where();
    if (where != null) {
      new ExpressionBinder(scope, Clause.WHERE).filter(where);
    }
    return scope;
  }

  private void requireKey(SqlNode from) {
    if (relation.primaryKey().isEmpty()) {
      throw analysis.unsupported(
          "UPDATE FROM or DELETE USING of a table without a primary key", from);
    }
  }

  private static SqlNode joined(SqlNode left, SqlNode right) {
    SqlParserPos place = right.getParserPosition();
    return new SqlJoin(
        place,
        left,
        SqlLiteral.createBoolean(false, place),
        JoinType.COMMA.symbol(place),
        right,
        JoinConditionType.NONE.symbol(place),
        null);
  }

  Rel delete() {
    Rel rows = target().frame().rel();
    List<Integer> own = ownColumns();
    Rel old = Projections.columns(rows, own);
    return body.from() == null ? old : Projections.distinct(old);
  }

  private List<Integer> ownColumns() {
    List<Integer> own = new ArrayList<>();
    for (int i = 0; i < relation.fields().size(); i++) {
      own.add(i);
    }
    return own;
  }

  Rel update() {
    Scope scope = target();
    ExpressionBinder binder = new ExpressionBinder(scope, Clause.UPDATE);
    Map<Integer, Expr> assigned = new HashMap<>();
    for (Assignment assignment : body.assignments()) {
      int column = column(assignment.column());
      if (assigned.containsKey(column)) {
        throw analysis.error(
            ErrorCode.SYNTAX_ERROR,
            "multiple assignments to same column "
                + SqlException.quote(assignment.column().getSimple()),
            assignment.column());
      }
      SqlNode value = assignment.value();
      assigned.put(
          column,
          value == null
              ? defaultValue(column)
              : analysis
                  .coercion()
                  .assignment(
                      binder.bind(value),
                      relation.fields().get(column),
                      value.getParserPosition()));
    }
    return updated(scope.frame().rel(), assigned);
  }

  private Rel updated(Rel rows, Map<Integer, Expr> assigned) {
    List<Expr> expressions = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    int width = relation.fields().size();
    for (int i = 0; i < width; i++) {
      expressions.add(Projections.column(rows, i));
      fields.add(rows.fields().get(i));
    }
    for (int i = 0; i < width; i++) {
      Expr value = assigned.getOrDefault(i, Projections.column(rows, i));
      expressions.add(value);
      fields.add(
          new Field(
              relation.fields().get(i).name(), relation.fields().get(i).type(), value.nullable()));
    }
    Rel updated = new Rel.Project(rows, expressions, fields);
    return body.from() == null ? updated : onlyOnce(updated, width);
  }

  /** A row that meets several rows of FROM has no one new value: error 21000. */
  private static Rel onlyOnce(Rel updated, int width) {
    List<Integer> keys = new ArrayList<>();
    List<AggregateCall> calls = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      keys.add(i);
      fields.add(updated.fields().get(i));
    }
    for (int i = width; i < 2 * width; i++) {
      Field field = updated.fields().get(i);
      calls.add(new AggregateCall(AggregateCall.Function.SINGLE_VALUE, i, false, -1, field.type()));
      fields.add(Field.of(field.name(), field.type()));
    }
    return new Rel.Aggregate(updated, keys, calls, fields);
  }
}
