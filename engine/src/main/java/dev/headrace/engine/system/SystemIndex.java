package dev.headrace.engine.system;

import dev.headrace.engine.database.KeyColumn;
import dev.headrace.engine.database.KeyOrder;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.model.text.Identifiers;
import dev.headrace.sql.Deferral;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An index, that of a primary key included.
 *
 * @param oid of the index; that of a primary key follows from its table's
 * @param primary whether it is that of the primary key
 * @param deferral when its constraint is checked
 */
record SystemIndex(
    int oid,
    SystemClass table,
    KeyOrder order,
    boolean primary,
    boolean nullsDistinct,
    Deferral deferral) {
  boolean isUnique() {
    return order.unique() || deferral.deferrable();
  }

  String name() {
    return order.name();
  }

  /** The numbers of its columns, from 1; 0 for an expression. */
  List<Integer> columns() {
    return order.columns().stream()
        .map(column -> column.expression() instanceof Expr.Column c ? c.index() + 1 : 0)
        .toList();
  }

  /** The numbers of all columns that it is about, those in expressions and its condition too. */
  List<Integer> usedColumns() {
    BitSet used = new BitSet();
    order.columns().forEach(c -> ExprProperties.addUsedColumns(c.expression(), used));
    if (order.predicate() != null) {
      ExprProperties.addUsedColumns(order.predicate(), used);
    }
    return used.stream().map(i -> i + 1).boxed().toList();
  }

  /** {@code indoption}: 1 for descending, 2 for NULLs first. */
  List<Integer> options() {
    return order.columns().stream()
        .map(c -> (c.order().descending() ? 1 : 0) + (c.order().nullsFirst() ? 2 : 0))
        .toList();
  }

  /** The condition of a partial index; empty for all rows. */
  String condition(boolean pretty) {
    Expr predicate = order.predicate();
    return predicate == null ? "" : ExpressionText.of(predicate, table.fields(), pretty);
  }

  /** A column as a definition has it, without its order. */
  String text(KeyColumn column, boolean pretty) {
    return column.expression() instanceof Expr.Column
        ? Identifiers.quoted(column.text())
        : ExpressionText.ofKey(column.expression(), table.fields(), pretty);
  }

  private String ordered(KeyColumn column, boolean pretty) {
    boolean descending = column.order().descending();
    boolean nullsFirst = column.order().nullsFirst();
    String nulls = nullsFirst == descending ? "" : nullsFirst ? " NULLS FIRST" : " NULLS LAST";
    return text(column, pretty) + (descending ? " DESC" : "") + nulls;
  }

  /**
   * The statement that creates it.
   *
   * @param named the name of a relation, qualified if need be
   */
  String definition(boolean pretty, Function<SystemClass, String> named) {
    return (isUnique() ? "CREATE UNIQUE INDEX " : "CREATE INDEX ")
        + Identifiers.quoted(name())
        + " ON "
        + (pretty ? named.apply(table) : table.qualifiedName())
        + " USING btree ("
        + order.columns().stream().map(c -> ordered(c, pretty)).collect(Collectors.joining(", "))
        + ")"
        + (isUnique() && !nullsDistinct ? " NULLS NOT DISTINCT" : "")
        + (order.predicate() == null ? "" : " WHERE " + condition(pretty));
  }
}
