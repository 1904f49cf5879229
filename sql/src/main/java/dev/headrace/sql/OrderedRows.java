package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.SortKey;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query with an ORDER BY, unsorted but for a LIMIT, and what they are ordered by. A
 * query that has nothing but such a subquery in FROM gets its rows in that order: SQL does not
 * promise it, PostgreSQL does it, and {@code array_agg} and {@code LIMIT} show it. The rows of
 * VALUES and of set-returning functions have an order of their own, which is numbered where it
 * shows.
 *
 * @param rel the query's columns, and behind them others that it is ordered by
 * @param order over these; empty for a query without an order
 */
record OrderedRows(Rel rel, List<SortKey> order) {
  OrderedRows {
    order = List.copyOf(order);
  }

  /**
   * @param numbered whether rows that are made in an order count as ordered
   */
  static OrderedRows of(Rel query, boolean numbered) {
    OrderedRows unordered = new OrderedRows(query, List.of());
    return switch (query) {
      case Rel.Sort sort when sort.order().isEmpty() && numbered -> {
        OrderedRows input = of(sort.input(), true);
        yield input.order.isEmpty()
            ? unordered
            : new OrderedRows(
                new Rel.Sort(input.rel, input.order, sort.limit(), sort.offset()), input.order);
      }
      case Rel.Sort sort -> new OrderedRows(QueryBinder.unordered(sort), sort.order());
      case Rel.Project project -> {
        OrderedRows input = of(project.input(), numbered);
        yield input.order.isEmpty()
            ? unordered
            : input.projected(project.expressions(), project.fields());
      }
      case Rel.Filter filter when numbered -> {
        OrderedRows input = of(filter.input(), true);
        yield input.order.isEmpty()
            ? unordered
            : new OrderedRows(new Rel.Filter(input.rel, filter.predicate()), input.order);
      }
      case Rel.Expand expand when numbered && Unnesting.isSingleRow(expand.input()) ->
          numbered(expand);
      case Rel.Values values when numbered && values.rows().size() > 1 -> numbered(values);
      default -> unordered;
    };
  }

  private static OrderedRows numbered(Rel.Expand expand) {
    Rel rows = expand;
    if (!expand.ordinality()) {
      rows =
          new Rel.Expand(
              expand.input(), expand.calls(), true, expand.outer(), withNumber(expand.fields()));
    }
    return byLast(rows);
  }

  private static OrderedRows numbered(Rel.Values values) {
    List<List<Expr>> rows = new ArrayList<>();
    for (List<Expr> row : values.rows()) {
      List<Expr> wide = new ArrayList<>(row);
      wide.add(new Expr.Literal((long) rows.size(), SqlType.BIGINT));
      rows.add(wide);
    }
    return byLast(new Rel.Values(rows, withNumber(values.fields())));
  }

  private static List<Field> withNumber(List<Field> fields) {
    List<Field> all = new ArrayList<>(fields);
    all.add(Field.notNull(ColumnNames.NONE, SqlType.BIGINT));
    return all;
  }

  private static OrderedRows byLast(Rel rel) {
    return new OrderedRows(rel, List.of(new SortKey(rel.fields().size() - 1, false, false)));
  }

  /**
   * FROM of nothing but a subquery, a query of WITH or a set-returning function; null for any
   * other.
   *
   * @param numbered whether rows that are made in an order count as ordered
   * @param order takes what the rows are ordered by
   */
  static FromBinder.@Nullable Bound from(
      SqlNode from, FromBinder binder, Ctes ctes, boolean numbered, List<SortKey> order) {
    if (numbered && FunctionItems.itemOrNull(from) != null) {
      FromBinder.Bound function = binder.bind(from);
      OrderedRows rows = of(function.rel(), true);
      order.addAll(rows.order);
      return new FromBinder.Bound(rows.rel, function.tables());
    }
    SqlCall as = from.getKind() == SqlKind.AS ? (SqlCall) from : null;
    SqlNode item = as == null ? from : as.operand(0);
    String name =
        item instanceof SqlIdentifier identifier && identifier.isSimple()
            ? identifier.getSimple()
            : "";
    boolean written = Subqueries.isQuery(item);
    Rel query = written ? binder.rows(item) : ctes.find(name);
    if (query == null) {
      return null;
    }
    String alias = as == null ? name : ((SqlIdentifier) as.operand(1)).getSimple();
    List<SqlIdentifier> columns = as == null ? List.of() : FromBinder.aliases(as);
    OrderedRows once = written ? null : ctes.ordered(name);
    OrderedRows rows = once == null ? of(query, numbered) : once;
    order.addAll(rows.order);
    return new FromBinder.Bound(
        rows.rel, binder.named(query, alias, columns, List.of(), item).tables());
  }

  /** The order as keys over columns that are made of those of the frame. */
  static List<SortKey> keys(Scope scope, ToIntFunction<Expr> input) {
    return scope.rowOrder().stream()
        .map(key -> key.remapped(column -> input.applyAsInt(scope.frame().column(column))))
        .toList();
  }

  private OrderedRows projected(List<Expr> expressions, List<Field> fields) {
    List<Expr> all = new ArrayList<>(expressions);
    List<Field> allFields = new ArrayList<>(fields);
    List<SortKey> keys = new ArrayList<>();
    for (SortKey key : order) {
      Expr column = Projections.column(rel, key.column());
      if (!all.contains(column)) {
        all.add(column);
        allFields.add(Projections.field(ColumnNames.NONE, column));
      }
      keys.add(key.remapped(_ -> all.indexOf(column)));
    }
    return new OrderedRows(Projections.project(rel, all, allFields), keys);
  }
}
