package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Case.Branch;
import dev.headrace.ir.Expr.Comparison;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.AggregateCall;
import dev.headrace.ir.Rel.Join;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Subqueries in expressions. Conditions that stand alone in WHERE or HAVING become semi and anti
 * joins; anywhere else a subquery joins its value to the frame as a column.
 */
final class Subqueries {
  private final ExpressionBinder binder;
  private final Scope scope;
  private final Analysis analysis;

  Subqueries(ExpressionBinder binder) {
    this.binder = binder;
    this.scope = binder.scope();
    this.analysis = binder.analysis();
  }

  static boolean isQuery(SqlNode node) {
    return switch (node.getKind()) {
      case SELECT, ORDER_BY, WITH, UNION, INTERSECT, EXCEPT, VALUES, EXPLICIT_TABLE -> true;
      default -> false;
    };
  }

  /** Whether there is a subquery in an expression. */
  static boolean any(@Nullable SqlNode node) {
    if (node == null) {
      return false;
    }
    return isQuery(node)
        || switch (node) {
          case SqlCall call -> call.getOperandList().stream().anyMatch(Subqueries::any);
          case SqlNodeList list -> list.getList().stream().anyMatch(Subqueries::any);
          default -> false;
        };
  }

  private Frame frame() {
    return scope.frame();
  }

  private Rel relation(SqlNode node) {
    requireAllowed(node);
    return new QueryBinder(analysis, scope, scope.ctes()).relation(node);
  }

  private void requireAllowed(SqlNode node) {
    switch (binder.clause()) {
      case GROUP_BY -> throw analysis.unsupported("a subquery in " + binder.clause(), node);
      case EXPRESSION, FROM ->
          throw analysis.error(
              ErrorCode.FEATURE_NOT_SUPPORTED, "cannot use subquery in " + binder.clause(), node);
      case SELECT,
          WHERE,
          JOIN,
          HAVING,
          ORDER_BY,
          UPDATE,
          MERGE,
          WINDOW,
          LIMIT,
          OFFSET,
          AGGREGATE,
          FILTER,
          VALUES -> {}
    }
  }

  private Unnesting.Result unnest(Rel subquery, SqlNode place) {
    try {
      return Unnesting.unnest(subquery, frame().id(), frame().rel());
    } catch (SqlException e) {
      throw e.withPosition(analysis.source().position(place.getParserPosition()));
    }
  }

  /** Takes a condition as a join of the frame if it is one; false if it is none. */
  boolean filter(SqlNode node) {
    boolean negated = node.getKind() == SqlKind.NOT;
    SqlNode inner = negated ? ((SqlCall) node).operand(0) : node;
    if (!(inner instanceof SqlCall call)) {
      return false;
    }
    return switch (call.getKind()) {
      case EXISTS -> {
        SqlNode query = call.operand(0);
        match(anyRow(relation(query)), List.of(), kind(negated), query);
        yield true;
      }
      case IN, NOT_IN -> {
        boolean ofQuery = !(call.operand(1) instanceof SqlNodeList);
        if (ofQuery) {
          in(call, negated != (call.getKind() == SqlKind.NOT_IN));
        }
        yield ofQuery;
      }
      case SOME, ALL ->
          !negated && !(call.operand(1) instanceof SqlNodeList) && quantifiedFilter(call);
      default -> false;
    };
  }

  private static Join.Kind kind(boolean negated) {
    return negated ? Join.Kind.ANTI : Join.Kind.SEMI;
  }

  /** For EXISTS, a query without its LIMIT is as good, unless that is 0. */
  private static Rel anyRow(Rel query) {
    return switch (query) {
      case Rel.Sort(Rel input, var _, Literal limit, var offset)
          when offset == null && limit.value() instanceof Long rows && rows > 0 ->
          anyRow(input);
      case Rel.Project project -> {
        Rel input = anyRow(project.input());
        yield input.equals(project.input())
            ? project
            : new Rel.Project(input, project.expressions(), project.fields());
      }
      default -> query;
    };
  }

  /** How a row of the frame and one of the subquery are compared. */
  private interface Matching {
    Expr compare(int column, Operand right);
  }

  /** Joins a subquery, on comparisons of its first columns. */
  private void match(Rel subquery, List<Matching> matchings, Join.Kind kind, SqlNode place) {
    Peeled peeled = Peeled.of(subquery);
    int width = frame().width();
    int id = frame().id();
    List<Expr> conjuncts = new ArrayList<>();
    Rel right = peeled.input();
    List<Expr> columns = peeled.columns();
    if (OuterColumns.anyOf(right, id)) {
      Unnesting.Result result = unnest(subquery, place);
      right = result.rel();
      conjuncts.addAll(keyConditions(result));
      columns = Projections.allColumns(subquery);
    } else {
      peeled.conjuncts().forEach(c -> conjuncts.add(overBoth(c, width, id)));
    }
    for (int i = 0; i < matchings.size(); i++) {
      Expr column = overBoth(columns.get(i), width, id);
      conjuncts.add(
          matchings.get(i).compare(i, new Operand.Typed(column, place.getParserPosition())));
    }
    frame().replace(Joins.join(kind, frame().rel(), right, conjuncts));
  }

  private static Expr overBoth(Expr expr, int leftWidth, int frame) {
    return Unnesting.movedUp(OuterColumns.shift(expr, leftWidth), frame);
  }

  private List<Expr> keyConditions(Unnesting.Result result) {
    List<Expr> conditions = new ArrayList<>();
    for (Join.Key key : result.joinKeys()) {
      Expr left = frame().column(key.left());
      Expr right =
          OuterColumns.shift(Projections.column(result.rel(), key.right()), frame().width());
      conditions.add(
          key.nullsMatch() && left.nullable()
              ? new Expr.Not(new Expr.DistinctFrom(left, right))
              : new Comparison(Comparison.Operator.EQUAL, left, right));
    }
    return conditions;
  }

  private void requireOneColumn(Rel subquery, SqlNode place) {
    if (subquery.fields().size() != 1) {
      throw analysis.error(ErrorCode.SYNTAX_ERROR, "subquery must return only one column", place);
    }
  }

  private void requireComparable(Rel subquery, SqlNode place) {
    if (subquery.fields().size() != 1) {
      throw analysis.error(ErrorCode.SYNTAX_ERROR, "subquery has too many columns", place);
    }
  }

  private static List<SqlNode> row(SqlNode node) {
    return node.getKind() == SqlKind.ROW ? ((SqlCall) node).getOperandList() : List.of(node);
  }

  private void in(SqlCall call, boolean negated) {
    SqlNode query = call.operand(1);
    List<Operand> values = row(call.operand(0)).stream().map(binder::bind).toList();
    Rel subquery = relation(query);
    SqlParserPos place = binder.operatorPlace(call, "in");
    if (subquery.fields().size() != values.size()) {
      boolean more = subquery.fields().size() > values.size();
      throw analysis.error(
          ErrorCode.SYNTAX_ERROR,
          "subquery has too " + (more ? "many" : "few") + " columns",
          place);
    }
    if (!negated) {
      match(subquery, equalities(values, place), Join.Kind.SEMI, query);
      return;
    }
    boolean nullable =
        subquery.fields().stream().anyMatch(Field::nullable)
            || values.stream().anyMatch(Subqueries::isNullable);
    if (!nullable) {
      match(subquery, equalities(values, place), Join.Kind.ANTI, query);
    } else if (values.size() == 1) {
      notIn(values.getFirst(), subquery, place, query);
    } else {
      match(subquery, notUnequal(values, place), Join.Kind.ANTI, query);
    }
  }

  private static boolean isNullable(Operand operand) {
    return !(operand instanceof Operand.Typed(Expr expr, var _)) || expr.nullable();
  }

  private List<Matching> equalities(List<Operand> values, SqlParserPos place) {
    List<Matching> matchings = new ArrayList<>();
    for (Operand value : values) {
      matchings.add((_, right) -> equal(value, right, place));
    }
    return matchings;
  }

  private Expr equal(Operand left, Operand right, SqlParserPos place) {
    return binder.operators().comparison(Comparison.Operator.EQUAL, "=", left, right, place);
  }

  /** Equality that is true or unknown. */
  private List<Matching> notUnequal(List<Operand> values, SqlParserPos place) {
    List<Matching> matchings = new ArrayList<>();
    for (Operand value : values) {
      matchings.add(
          (_, right) -> {
            Expr equal = equal(value, right, place);
            return new Expr.Coalesce(List.of(equal, Literal.TRUE), SqlType.BOOLEAN);
          });
    }
    return matchings;
  }

  /**
   * NOT IN with NULLs: true without any row, or if the value is not NULL, no row is NULL and none
   * is equal.
   */
  private void notIn(Operand value, Rel subquery, SqlParserPos place, SqlNode query) {
    Counts counts = counts(subquery, query);
    Expr left = standalone(value, subquery.fields().getFirst().type());
    Expr passes =
        Conditions.or(
            List.of(
                counts.isEmpty(),
                Conditions.and(List.of(Conditions.isNotNull(left), counts.withoutNulls()))));
    frame().replace(Joins.filter(frame().rel(), List.of(passes)));
    match(subquery, equalities(List.of(value), place), Join.Kind.ANTI, query);
  }

  private Expr standalone(Operand operand, SqlType type) {
    return operand instanceof Operand.Typed(Expr expr, var _)
        ? expr
        : analysis.coercion().implicit(operand, type);
  }

  /** Rows of a subquery, all and those that are not NULL, per row of the frame. */
  private record Counts(Expr all, Expr notNull) {
    private static final Literal ZERO = new Literal(0L, SqlType.BIGINT);

    Expr isEmpty() {
      return new Comparison(Comparison.Operator.EQUAL, all, ZERO);
    }

    Expr withoutNulls() {
      return new Comparison(Comparison.Operator.EQUAL, all, notNull);
    }
  }

  private Counts counts(Rel subquery, SqlNode place) {
    Unnesting.Result result = unnest(subquery, place);
    int keyCount = result.keys().size();
    List<AggregateCall> calls =
        List.of(
            new AggregateCall(AggregateCall.Function.COUNT, -1, false, -1, SqlType.BIGINT),
            new AggregateCall(AggregateCall.Function.COUNT, 0, false, -1, SqlType.BIGINT));
    List<Field> fields = keyFields(result);
    fields.add(Field.notNull("count", SqlType.BIGINT));
    fields.add(Field.notNull("count", SqlType.BIGINT));
    int at = joinGrouped(result, calls, fields);
    Expr all = frame().column(at + keyCount);
    Expr notNull = frame().column(at + keyCount + 1);
    return new Counts(
        Unnesting.overNoRows(calls.get(0), all), Unnesting.overNoRows(calls.get(1), notNull));
  }

  /** Per row of the frame: rows, rows that are not NULL, the least and the greatest value. */
  private List<Expr> extremes(Rel subquery, SqlNode place) {
    Unnesting.Result result = unnest(subquery, place);
    SqlType type = subquery.fields().getFirst().type();
    List<AggregateCall> calls =
        List.of(
            new AggregateCall(AggregateCall.Function.COUNT, -1, false, -1, SqlType.BIGINT),
            new AggregateCall(AggregateCall.Function.COUNT, 0, false, -1, SqlType.BIGINT),
            new AggregateCall(AggregateCall.Function.MIN, 0, false, -1, type),
            new AggregateCall(AggregateCall.Function.MAX, 0, false, -1, type));
    List<Field> fields = keyFields(result);
    fields.add(Field.notNull("count", SqlType.BIGINT));
    fields.add(Field.notNull("count", SqlType.BIGINT));
    fields.add(Field.of("min", type));
    fields.add(Field.of("max", type));
    int at = joinGrouped(result, calls, fields) + result.keys().size();
    List<Expr> values = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      values.add(Unnesting.overNoRows(calls.get(i), frame().column(at + i)));
    }
    return values;
  }

  private static List<Field> keyFields(Unnesting.Result result) {
    List<Field> fields = new ArrayList<>();
    result.keys().forEach(k -> fields.add(result.rel().fields().get(k)));
    return fields;
  }

  /** Groups a result by its keys, joins the groups to the frame and tells where they start. */
  private int joinGrouped(Unnesting.Result result, List<AggregateCall> calls, List<Field> fields) {
    Rel grouped = new Rel.Aggregate(result.rel(), result.keys(), calls, fields);
    return joinByKeys(result, grouped);
  }

  /** Joins rows whose first columns are a result's keys; tells where they start. */
  private int joinByKeys(Unnesting.Result result, Rel grouped) {
    int start = frame().width();
    List<Join.Key> keys = new ArrayList<>();
    for (int i = 0; i < result.keys().size(); i++) {
      keys.add(new Join.Key(result.outer().get(i), i, result.nullsMatch()));
    }
    boolean alwaysThere = keys.isEmpty() && isOneRow(grouped);
    Join.Kind kind = alwaysThere ? Join.Kind.INNER : Join.Kind.LEFT;
    frame().replace(new Join(kind, frame().rel(), grouped, keys, null));
    return start;
  }

  private static boolean isOneRow(Rel rel) {
    return rel instanceof Rel.Aggregate aggregate && aggregate.keys().isEmpty();
  }

  private boolean quantifiedFilter(SqlCall call) {
    SqlKind comparison = ((SqlQuantifyOperator) call.getOperator()).comparisonKind;
    boolean all = call.getKind() == SqlKind.ALL;
    if (comparison == (all ? SqlKind.NOT_EQUALS : SqlKind.EQUALS)) {
      in(call, all);
      return true;
    }
    Operand value = binder.bind(call.operand(0));
    SqlNode query = call.operand(1);
    Rel subquery = relation(query);
    requireComparable(subquery, query);
    SqlParserPos place = binder.operatorPlace(call, comparison.sql);
    Matching matching =
        (_, right) -> {
          Expr compared =
              binder
                  .operators()
                  .comparison(
                      ExpressionBinder.comparison(comparison), comparison.sql, value, right, place);
          return all ? new Expr.Not(Conditions.isTrue(compared)) : compared;
        };
    match(subquery, List.of(matching), kind(all), query);
    return true;
  }

  /** EXISTS as a value. */
  Expr exists(SqlNode query) {
    Rel subquery = anyRow(relation(query));
    Unnesting.Result result = unnest(subquery, query);
    List<Field> fields = keyFields(result);
    fields.add(Field.notNull("count", SqlType.BIGINT));
    AggregateCall count =
        new AggregateCall(AggregateCall.Function.COUNT, -1, false, -1, SqlType.BIGINT);
    int at = joinGrouped(result, List.of(count), fields);
    Expr rows = Unnesting.overNoRows(count, frame().column(at + result.keys().size()));
    return new Comparison(Comparison.Operator.GREATER, rows, Counts.ZERO);
  }

  /** IN as a value: unknown if nothing is equal and a NULL is in the way. */
  Expr in(SqlNode left, SqlNode query, SqlCall call) {
    if (left.getKind() == SqlKind.ROW) {
      throw analysis.unsupported("a row in IN within an expression", call);
    }
    Operand value = binder.bind(left);
    Rel subquery = relation(query);
    requireOneColumn(subquery, query);
    Counts counts = counts(subquery, query);
    Expr found = found(value, subquery, call, query);
    Expr tested = standalone(value, subquery.fields().getFirst().type());
    List<Branch> branches = new ArrayList<>();
    branches.add(new Branch(counts.isEmpty(), Literal.FALSE));
    Literal unknown = new Literal(null, SqlType.BOOLEAN);
    if (tested.nullable()) {
      branches.add(new Branch(new Expr.IsNull(tested), unknown));
    }
    branches.add(new Branch(found, Literal.TRUE));
    if (subquery.fields().getFirst().nullable()) {
      branches.add(new Branch(new Expr.Not(counts.withoutNulls()), unknown));
    }
    return new Expr.Case(branches, Literal.FALSE, SqlType.BOOLEAN);
  }

  /** Whether a row of the subquery is equal. */
  private Expr found(Operand value, Rel subquery, SqlCall call, SqlNode query) {
    Unnesting.Result result = unnest(subquery, query);
    List<Integer> kept = new ArrayList<>(result.keys());
    kept.add(0);
    Rel distinct = Projections.distinct(Projections.columns(result.rel(), kept));
    Rel marked = Projections.append(distinct, List.of(Literal.TRUE));
    int width = frame().width();
    List<Expr> conjuncts = new ArrayList<>();
    for (int i = 0; i < result.keys().size(); i++) {
      Expr outer = frame().column(result.outer().get(i));
      Expr inner = OuterColumns.shift(Projections.column(marked, i), width);
      conjuncts.add(
          result.nullsMatch() && outer.nullable()
              ? new Expr.Not(new Expr.DistinctFrom(outer, inner))
              : new Comparison(Comparison.Operator.EQUAL, outer, inner));
    }
    Expr column = OuterColumns.shift(Projections.column(marked, result.keys().size()), width);
    conjuncts.add(
        equal(
            value,
            new Operand.Typed(column, query.getParserPosition()),
            binder.operatorPlace(call, "in")));
    frame().replace(Joins.join(Join.Kind.LEFT, frame().rel(), marked, conjuncts));
    return Conditions.isNotNull(frame().column(frame().width() - 1));
  }

  /** {@code x > ALL (query)} as a value. */
  Expr quantified(SqlCall call, boolean all) {
    SqlKind comparison = ((SqlQuantifyOperator) call.getOperator()).comparisonKind;
    if (comparison != (all ? SqlKind.NOT_EQUALS : SqlKind.EQUALS)) {
      Operand value = binder.bind(call.operand(0));
      Rel subquery = relation(call.operand(1));
      requireComparable(subquery, call.operand(1));
      return new Quantified(binder, comparison, all).of(value, extremes(subquery, call), call);
    }
    Expr in = in(call.operand(0), call.operand(1), call);
    return all ? new Expr.Not(in) : in;
  }

  /** A subquery as a value: its only row's, NULL without a row, an error with more than one. */
  Expr scalar(SqlNode query) {
    Rel subquery = relation(query);
    requireOneColumn(subquery, query);
    return row(subquery, query).getFirst();
  }

  /** A subquery as the values of several columns: those of its only row. */
  List<Expr> row(SqlNode query, int width) {
    Rel subquery = relation(query);
    if (subquery.fields().size() != width) {
      throw analysis.error(
          ErrorCode.SYNTAX_ERROR, "number of columns does not match number of values", query);
    }
    return row(subquery, query);
  }

  /** A subquery that a row of as many values is compared with. */
  List<Operand> rowOf(SqlNode query, int width) {
    Rel subquery = relation(query);
    if (subquery.fields().size() != width) {
      boolean more = subquery.fields().size() > width;
      throw analysis.error(
          ErrorCode.SYNTAX_ERROR,
          "subquery has too " + (more ? "many" : "few") + " columns",
          query);
    }
    return row(subquery, query).stream()
        .<Operand>map(value -> new Operand.Typed(value, query.getParserPosition()))
        .toList();
  }

  private List<Expr> row(Rel subquery, SqlNode query) {
    List<Expr> aggregated = scalarAggregate(subquery, query);
    if (aggregated != null) {
      return aggregated;
    }
    boolean single = Unnesting.isSingleRow(subquery);
    Unnesting.Result result = unnest(subquery, query);
    int at = single ? joinSingle(result, subquery) : joinChecked(result, subquery);
    List<Expr> values = new ArrayList<>();
    for (int i = 0; i < subquery.fields().size(); i++) {
      values.add(frame().column(at + result.keys().size() + i));
    }
    return values;
  }

  private int joinSingle(Unnesting.Result result, Rel subquery) {
    List<Integer> kept = new ArrayList<>(result.keys());
    for (int i = 0; i < subquery.fields().size(); i++) {
      kept.add(i);
    }
    return joinByKeys(result, Projections.columns(result.rel(), kept));
  }

  private int joinChecked(Unnesting.Result result, Rel subquery) {
    List<Field> fields = keyFields(result);
    List<AggregateCall> calls = new ArrayList<>();
    for (int i = 0; i < subquery.fields().size(); i++) {
      Field field = subquery.fields().get(i);
      fields.add(Field.of(field.name(), field.type()));
      calls.add(new AggregateCall(AggregateCall.Function.SINGLE_VALUE, i, false, -1, field.type()));
    }
    return joinGrouped(result, calls, fields);
  }

  /** An aggregate without GROUP BY: one left join, and what is computed of it above that. */
  private @Nullable List<Expr> scalarAggregate(Rel subquery, SqlNode place) {
    List<Expr> columns = Projections.allColumns(subquery);
    Rel rel = subquery;
    while (rel instanceof Rel.Project project) {
      List<Expr> inner = project.expressions();
      columns = columns.stream().map(c -> Peeled.inlined(c, inner)).toList();
      rel = project.input();
    }
    if (!(rel instanceof Rel.Aggregate aggregate)
        || !aggregate.keys().isEmpty()
        || !OuterColumns.anyOf(aggregate, frame().id())) {
      return null;
    }
    Unnesting.Result result;
    try {
      result = Unnesting.unnestAggregate(aggregate, frame().id(), frame().rel());
    } catch (SqlException e) {
      throw e.withPosition(analysis.source().position(place.getParserPosition()));
    }
    int at = joinByKeys(result, result.rel()) + result.keys().size();
    List<Expr> values = new ArrayList<>();
    for (int i = 0; i < aggregate.calls().size(); i++) {
      values.add(Unnesting.overNoRows(aggregate.calls().get(i), frame().column(at + i)));
    }
    int id = frame().id();
    return columns.stream().map(c -> Unnesting.movedUp(Peeled.inlined(c, values), id)).toList();
  }
}
