package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.SortKey;
import dev.headrace.model.Field;
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
 * promise it, PostgreSQL does it, and {@code array_agg} and {@code LIMIT} show it.
 *
 * @param rel the query's columns, and behind them others that it is ordered by
 * @param order over these; empty for a query without an order
 */
record OrderedRows(Rel rel, List<SortKey> order) {
  OrderedRows {
    order = List.copyOf(order);
  }

  static OrderedRows of(Rel query) {
    return switch (query) {
      case Rel.Sort sort -> new OrderedRows(QueryBinder.unordered(sort), sort.order());
      case Rel.Project project -> {
        OrderedRows input = of(project.input());
        yield input.order.isEmpty()
            ? new OrderedRows(query, List.of())
            : input.projected(project.expressions(), project.fields());
      }
      default -> new OrderedRows(query, List.of());
    };
  }

  /**
   * FROM of nothing but a subquery or a query of WITH; null for any other.
   *
   * @param order takes what the rows are ordered by
   */
  static FromBinder.@Nullable Bound from(
      SqlNode from, FromBinder binder, Ctes ctes, List<SortKey> order) {
    SqlCall as = from.getKind() == SqlKind.AS ? (SqlCall) from : null;
    SqlNode item = as == null ? from : as.operand(0);
    String name =
        item instanceof SqlIdentifier identifier && identifier.isSimple()
            ? identifier.getSimple()
            : "";
    Rel query = Subqueries.isQuery(item) ? binder.rows(item) : ctes.find(name);
    if (query == null) {
      return null;
    }
    String alias = as == null ? name : ((SqlIdentifier) as.operand(1)).getSimple();
    List<SqlIdentifier> columns = as == null ? List.of() : FromBinder.aliases(as);
    OrderedRows rows = of(query);
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
