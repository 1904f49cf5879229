package dev.headrace.codegen.generate;

import dev.headrace.ir.Expr;
import java.util.BitSet;
import java.util.List;

/** Which columns cannot be NULL where a condition is TRUE. */
final class NullRejection {
  private NullRejection() {}

  static BitSet columnsOf(Expr condition) {
    return switch (condition) {
      case Expr.And and -> union(and.operands().stream().map(NullRejection::columnsOf).toList());
      case Expr.Or or -> intersection(or.operands());
      case Expr.Not(Expr.IsNull(Expr operand)) -> strictColumns(operand);
      case Expr.Coalesce coalesce
          when coalesce.operands().size() == 2
              && coalesce.operands().getLast().equals(Expr.Literal.FALSE) ->
          columnsOf(coalesce.operands().getFirst());
      default -> strictColumns(condition);
    };
  }

  private static BitSet intersection(List<Expr> conditions) {
    BitSet columns = columnsOf(conditions.getFirst());
    conditions.forEach(condition -> columns.and(columnsOf(condition)));
    return columns;
  }

  private static BitSet union(List<BitSet> sets) {
    BitSet columns = new BitSet();
    sets.forEach(columns::or);
    return columns;
  }

  /** Columns that make an expression NULL when they are. */
  private static BitSet strictColumns(Expr expr) {
    return switch (expr) {
      case Expr.Column column -> {
        BitSet columns = new BitSet();
        columns.set(column.index());
        yield columns;
      }
      case Expr.Arithmetic _, Expr.Comparison _, Expr.Call _, Expr.Cast _, Expr.Not _, Expr.In _ ->
          union(expr.operands().stream().map(NullRejection::strictColumns).toList());
      case Expr.Literal _,
          Expr.Parameter _,
          Expr.DistinctFrom _,
          Expr.And _,
          Expr.Or _,
          Expr.IsNull _,
          Expr.Case _,
          Expr.Coalesce _ ->
          new BitSet();
    };
  }
}
