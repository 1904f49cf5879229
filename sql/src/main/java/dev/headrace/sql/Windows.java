package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.SortKey;
import dev.headrace.ir.WindowCall;
import dev.headrace.ir.WindowFrame;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;

/**
 * The window functions of a query: after grouping, each partitioning and order that is used adds
 * the results of its functions to the frame as columns.
 */
final class Windows {
  private final Scope scope;
  private final ExpressionBinder binder;
  private final WindowSpecifications specifications;
  private final WindowCallBinder callBinder;
  private final List<Expr> inputs = new ArrayList<>();

  /** What rows stand in: functions that agree in it share a node. */
  private record Ordering(List<Integer> partition, List<SortKey> order) {}

  private record Bound(SqlCall node, WindowCall call, String name) {}

  Windows(Scope scope, List<SqlNode> named) {
    this.scope = scope;
    this.binder = new ExpressionBinder(scope, Clause.WINDOW);
    this.specifications = new WindowSpecifications(scope.analysis(), named);
    this.callBinder = new WindowCallBinder(scope, binder, this::input);
  }

  /** Adds the functions that expressions call to the scope's frame. */
  void add(List<SqlNode> users) {
    List<SqlCall> calls = new ArrayList<>();
    users.forEach(user -> WindowNodes.collect(user, calls));
    if (calls.isEmpty()) {
      return;
    }
    Map<Ordering, List<Bound>> byOrdering = new LinkedHashMap<>();
    for (SqlCall call : calls) {
      WindowSpecifications.Specification over = specifications.of(call.operand(1));
      Ordering ordering = ordering(over, call);
      WindowFrame frame = new FrameBinder(binder, this::input).bind(over, ordering.order);
      WindowCall bound = callBinder.bind(call, frame);
      byOrdering
          .computeIfAbsent(ordering, _ -> new ArrayList<>())
          .add(new Bound(call, bound, ColumnNames.of(call)));
    }
    Frame frame = scope.frame();
    int width = frame.width();
    frame.replace(Projections.append(frame.rel(), inputs));
    IdentityHashMap<SqlNode, Integer> results = new IdentityHashMap<>();
    byOrdering.forEach((ordering, bound) -> add(ordering, bound, width, results));
    results.forEach((node, at) -> scope.make(node, frame.column(at)));
  }

  // expressions that are no columns of the frame stand behind them; where is known at the end
  private int input(Expr expr) {
    if (expr instanceof Expr.Column column && !OuterColumns.isOuter(column)) {
      return column.index();
    }
    int at = inputs.indexOf(expr);
    if (at < 0) {
      at = inputs.size();
      inputs.add(expr);
    }
    return OuterColumns.MAX_COLUMNS + at;
  }

  private Ordering ordering(WindowSpecifications.Specification over, SqlCall call) {
    List<Integer> partition = new ArrayList<>();
    for (SqlNode node : over.partition()) {
      int column = input(binder.coercion().standalone(binder.bind(node)));
      if (!partition.contains(column)) {
        partition.add(column);
      }
    }
    List<SortKey> order = new ArrayList<>();
    for (OrderItem item : over.order()) {
      order.add(item.key(input(binder.coercion().standalone(binder.bind(item.node())))));
    }
    if (order.isEmpty() && WindowCallBinder.countsRows(call)) {
      order.addAll(scope.rowOrder());
    }
    return new Ordering(partition, order);
  }

  private void add(
      Ordering ordering, List<Bound> bound, int width, IdentityHashMap<SqlNode, Integer> results) {
    Frame frame = scope.frame();
    List<WindowCall> calls = new ArrayList<>();
    List<Field> fields = new ArrayList<>(frame.rel().fields());
    for (Bound each : bound) {
      WindowCall call = each.call.remapped(column -> placed(column, width));
      int known = calls.indexOf(call);
      if (known < 0) {
        known = calls.size();
        calls.add(call);
        fields.add(new Field(each.name, call.type(), !WindowCallBinder.isNeverNull(call)));
      }
      results.put(each.node, frame.width() + known);
    }
    frame.replace(
        new Rel.Window(
            frame.rel(),
            ordering.partition.stream().map(column -> placed(column, width)).toList(),
            ordering.order.stream().map(key -> key.remapped(c -> placed(c, width))).toList(),
            calls,
            fields));
    if (frame.width() >= OuterColumns.MAX_COLUMNS) {
      throw scope
          .analysis()
          .error(ErrorCode.TOO_MANY_COLUMNS, "too many columns in FROM", bound.getFirst().node);
    }
  }

  private static int placed(int column, int width) {
    return column < OuterColumns.MAX_COLUMNS ? column : column - OuterColumns.MAX_COLUMNS + width;
  }
}
