package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.AggregateCall;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;

/** Groups the rows of a query: GROUP BY and the calls of aggregate functions. */
final class Aggregates {
  private static final int MAX_GROUPING_ARGUMENTS = 31;

  private final Scope scope;
  private final ExpressionBinder keyBinder;
  private final AggregateBinder callBinder;
  private final List<Expr> keys = new ArrayList<>();
  private final List<Expr> inputs = new ArrayList<>();
  private final List<Field> inputFields = new ArrayList<>();
  private final List<AggregateCall> calls = new ArrayList<>();
  private final List<String> callNames = new ArrayList<>();
  private final IdentityHashMap<SqlNode, Integer> callOfNode = new IdentityHashMap<>();
  private final List<SqlCall> groupings = new ArrayList<>();
  private final IdentityHashMap<SqlNode, Integer> keyOfConstant = new IdentityHashMap<>();

  Aggregates(Scope scope) {
    this.scope = scope;
    this.keyBinder = new ExpressionBinder(scope, Clause.GROUP_BY);
    this.callBinder =
        new AggregateBinder(
            scope,
            new ExpressionBinder(scope, Clause.AGGREGATE),
            this::input,
            this::requireGrouped,
            true);
  }

  /**
   * Replaces the rows of the scope's frame by groups.
   *
   * @param keySets what to group by, ordinals and aliases replaced; several for GROUPING SETS
   * @param distinct whether sets of the same expressions count once
   * @param users expressions that use the groups
   * @param shown columns that a star stands for
   */
  void group(
      List<List<SqlNode>> keySets, boolean distinct, List<SqlNode> users, Set<Integer> shown) {
    List<List<Integer>> sets = new ArrayList<>();
    Set<Set<Integer>> different = new HashSet<>();
    for (List<SqlNode> nodes : keySets) {
      List<Integer> set = nodes.stream().map(this::key).distinct().toList();
      if (different.add(Set.copyOf(set)) || !distinct) {
        sets.add(set);
      }
    }
    if (sets.size() == 1) {
      addDetermined(users, shown);
    }
    for (Expr key : keys) {
      inputs.add(key);
      inputFields.add(Projections.field(keyName(key), key));
    }
    users.forEach(this::collect);
    Frame frame = scope.frame();
    Rel input = Projections.project(frame.rel(), inputs, inputFields);
    if (sets.size() == 1 && groupings.isEmpty()) {
      frame.replace(aggregate(input, Projections.range(0, keys.size())));
    } else {
      List<List<Integer>> all =
          sets.size() == 1 ? List.of(Projections.range(0, keys.size())) : sets;
      frame.replace(union(all.stream().map(set -> ofSet(input, set)).toList()));
    }
    scope.group(grouping());
  }

  private int key(SqlNode node) {
    Expr key = scope.analysis().coercion().standalone(keyBinder.bind(node));
    int at = keys.indexOf(key);
    if (at < 0) {
      at = keys.size();
      keys.add(key);
    }
    if (node instanceof SqlLiteral) {
      // means this place of the list, no other constant
      keyOfConstant.put(node, at);
    }
    return at;
  }

  private Rel.Aggregate aggregate(Rel input, List<Integer> set) {
    List<Field> fields = new ArrayList<>();
    set.forEach(key -> fields.add(inputFields.get(key)));
    for (int i = 0; i < calls.size(); i++) {
      AggregateCall call = calls.get(i);
      fields.add(new Field(callNames.get(i), call.type(), !AggregateTypes.isNeverNull(call)));
    }
    return new Rel.Aggregate(input, set, calls, fields);
  }

  /** The groups of one of several sets: keys that are not in it are NULL. */
  private Rel ofSet(Rel input, List<Integer> set) {
    Rel.Aggregate aggregate = aggregate(input, set);
    if (set.isEmpty() && calls.isEmpty()) {
      // one row, also of no rows: that takes an aggregate
      aggregate =
          new Rel.Aggregate(
              input,
              set,
              List.of(
                  new AggregateCall(AggregateCall.Function.COUNT, -1, false, -1, SqlType.BIGINT)),
              List.of(Field.notNull("count", SqlType.BIGINT)));
    }
    List<Expr> columns = new ArrayList<>();
    for (int key = 0; key < keys.size(); key++) {
      int at = set.indexOf(key);
      columns.add(
          at < 0 ? new Literal(null, keys.get(key).type()) : Projections.column(aggregate, at));
    }
    for (int i = 0; i < calls.size(); i++) {
      columns.add(Projections.column(aggregate, set.size() + i));
    }
    groupings.forEach(node -> columns.add(grouping(node, set)));
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String name =
          i < keys.size()
              ? inputFields.get(i).name()
              : i < keys.size() + calls.size() ? callNames.get(i - keys.size()) : "grouping";
      fields.add(Projections.field(name, columns.get(i)));
    }
    return new Rel.Project(aggregate, columns, fields);
  }

  private static Rel union(List<Rel> inputs) {
    if (inputs.size() == 1) {
      return inputs.getFirst();
    }
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < inputs.getFirst().fields().size(); i++) {
      int column = i;
      Field first = inputs.getFirst().fields().get(i);
      boolean nullable = inputs.stream().anyMatch(rel -> rel.fields().get(column).nullable());
      fields.add(new Field(first.name(), first.type(), nullable));
    }
    return new Rel.Union(inputs, fields);
  }

  /** GROUPING: a bit for each argument, the last the lowest, set if it is not grouped by. */
  private Literal grouping(SqlCall node, List<Integer> set) {
    int operands = node.operandCount();
    if (operands > MAX_GROUPING_ARGUMENTS) {
      throw scope
          .analysis()
          .error(ErrorCode.TOO_MANY_ARGUMENTS, "GROUPING must have fewer than 32 arguments", node);
    }
    int bits = 0;
    for (SqlNode operand : node.getOperandList()) {
      int at = keys.indexOf(scope.analysis().coercion().standalone(keyBinder.bind(operand)));
      if (at < 0) {
        throw scope
            .analysis()
            .error(
                ErrorCode.GROUPING_ERROR,
                "arguments to GROUPING must be grouping expressions of the associated query level",
                operand);
      }
      bits = bits << 1 | (set.contains(at) ? 0 : 1);
    }
    return new Literal(bits, SqlType.INTEGER);
  }

  private Grouping grouping() {
    List<Expr.Column> keyColumns = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      keyColumns.add(scope.frame().column(i));
    }
    IdentityHashMap<SqlNode, Expr.Column> aggregates = new IdentityHashMap<>();
    callOfNode.forEach((node, i) -> aggregates.put(node, scope.frame().column(keys.size() + i)));
    for (int i = 0; i < groupings.size(); i++) {
      aggregates.put(groupings.get(i), scope.frame().column(keys.size() + calls.size() + i));
    }
    keyOfConstant.forEach((node, key) -> aggregates.put(node, keyColumns.get(key)));
    return new Grouping(
        keys, keyColumns, aggregates, new ExpressionBinder(scope.ungrouped(), Clause.GROUP_BY));
  }

  /** Grouped by a primary key, a table's other columns have one value in each group. */
  private void addDetermined(List<SqlNode> users, Set<Integer> shown) {
    Set<Integer> columns = new HashSet<>();
    for (Expr key : keys) {
      if (key instanceof Expr.Column column && !OuterColumns.isOuter(column)) {
        columns.add(column.index());
      }
    }
    Set<Integer> used = scope.determinedBy(columns);
    if (!used.isEmpty()) {
      Set<Integer> wanted = scope.namedAs(ColumnNames.mentioned(users));
      wanted.addAll(shown);
      used.retainAll(wanted);
    }
    for (int index : used.stream().sorted().toList()) {
      if (!columns.contains(index)) {
        keys.add(scope.frame().column(index));
      }
    }
  }

  private String keyName(Expr key) {
    return key instanceof Expr.Column column && !OuterColumns.isOuter(column)
        ? scope.frame().rel().fields().get(column.index()).name()
        : "?column?";
  }

  private void collect(SqlNode node) {
    if (AggregateNames.isCall(node)) {
      add(node);
    } else if (!Subqueries.isQuery(node)) {
      WindowNodes.parts(node).forEach(this::collect);
    }
  }

  private void add(SqlNode node) {
    if (node instanceof SqlCall call && AggregateNames.name(call).equals(AggregateNames.GROUPING)) {
      groupings.add(call);
      return;
    }
    AggregateCall aggregate = callBinder.bind(node);
    int at = calls.indexOf(aggregate);
    if (at < 0) {
      at = calls.size();
      calls.add(aggregate);
      callNames.add(ColumnNames.of(node));
    }
    callOfNode.put(node, at);
  }

  /** Refuses columns that have no one value in a group. */
  private void requireGrouped(Expr expr, SqlNode place) {
    if (keys.contains(expr)) {
      return;
    }
    if (expr instanceof Expr.Column column && !OuterColumns.isOuter(column)) {
      throw Grouping.ungrouped(column, place, scope);
    }
    expr.operands().forEach(operand -> requireGrouped(operand, place));
  }

  private int input(Expr expr) {
    int at = inputs.indexOf(expr);
    if (at < 0) {
      at = inputs.size();
      inputs.add(expr);
      inputFields.add(Projections.field(keyName(expr), expr));
    }
    return at;
  }
}
