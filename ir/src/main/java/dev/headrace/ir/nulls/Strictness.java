package dev.headrace.ir.nulls;

import dev.headrace.ir.Expr;
import java.util.BitSet;
import java.util.List;
import java.util.function.ToIntFunction;

/** Which of the leaves of an expression make it NULL when they are NULL. */
final class Strictness {
  private Strictness() {}

  /** The columns of which each makes the expression NULL. */
  static BitSet columns(Expr expr) {
    return leaves(expr, leaf -> leaf instanceof Expr.Column column ? column.index() : -1);
  }

  /** The parameters of which each makes the expression NULL. */
  static BitSet parameters(Expr expr) {
    return leaves(expr, leaf -> leaf instanceof Expr.Parameter parameter ? parameter.index() : -1);
  }

  /** The columns that are certainly not NULL where a condition is TRUE. */
  static BitSet columnsOfTrue(Expr condition) {
    return ofTrue(condition, leaf -> leaf instanceof Expr.Column column ? column.index() : -1);
  }

  /** The parameters that are certainly not NULL where a condition is TRUE. */
  static BitSet parametersOfTrue(Expr condition) {
    return ofTrue(
        condition, leaf -> leaf instanceof Expr.Parameter parameter ? parameter.index() : -1);
  }

  /** The columns that are certainly not NULL where a condition is FALSE or NULL. */
  static BitSet columnsOfNotTrue(Expr condition) {
    return switch (condition) {
      case Expr.IsNull isNull -> columns(isNull.operand());
      case Expr.Or or -> {
        // none of its operands is TRUE
        BitSet found = new BitSet();
        or.operands().forEach(operand -> found.or(columnsOfNotTrue(operand)));
        yield found;
      }
      case Expr.And and -> common(and.operands().stream().map(Strictness::columnsOfNotTrue));
      // NOT x is never TRUE: x is TRUE or NULL, and nothing follows
      case Expr.Not _,
          Expr.Arithmetic _,
          Expr.Call _,
          Expr.Case _,
          Expr.Cast _,
          Expr.Coalesce _,
          Expr.Column _,
          Expr.Comparison _,
          Expr.DistinctFrom _,
          Expr.In _,
          Expr.Literal _,
          Expr.Parameter _ ->
          new BitSet();
    };
  }

  private static BitSet ofTrue(Expr condition, ToIntFunction<Expr> number) {
    return switch (condition) {
      case Expr.And and -> {
        BitSet found = new BitSet();
        and.operands().forEach(operand -> found.or(ofTrue(operand, number)));
        yield found;
      }
      case Expr.Or or -> common(or.operands().stream().map(operand -> ofTrue(operand, number)));
      case Expr.Not(Expr.IsNull isNull) -> leaves(isNull.operand(), number);
      // x IS TRUE
      case Expr.Coalesce coalesce when isFalseOtherwise(coalesce) ->
          ofTrue(coalesce.operands().getFirst(), number);
      case Expr.Not _,
          Expr.Arithmetic _,
          Expr.Call _,
          Expr.Case _,
          Expr.Cast _,
          Expr.Coalesce _,
          Expr.Column _,
          Expr.Comparison _,
          Expr.DistinctFrom _,
          Expr.In _,
          Expr.IsNull _,
          Expr.Literal _,
          Expr.Parameter _ ->
          leaves(condition, number);
    };
  }

  private static boolean isFalseOtherwise(Expr.Coalesce coalesce) {
    return coalesce.operands().size() == 2 && coalesce.operands().get(1).equals(Expr.Literal.FALSE);
  }

  private static BitSet leaves(Expr expr, ToIntFunction<Expr> number) {
    return switch (expr) {
      case Expr.Column _, Expr.Parameter _ -> {
        BitSet found = new BitSet();
        int index = number.applyAsInt(expr);
        if (index >= 0) {
          found.set(index);
        }
        yield found;
      }
      case Expr.Arithmetic _, Expr.Call _, Expr.Cast _, Expr.Comparison _, Expr.In _, Expr.Not _ ->
          any(expr.operands(), number);
      // NULL only if all operands are
      case Expr.Coalesce coalesce ->
          common(coalesce.operands().stream().map(operand -> leaves(operand, number)));
      case Expr.And and -> common(and.operands().stream().map(operand -> leaves(operand, number)));
      case Expr.Or or -> common(or.operands().stream().map(operand -> leaves(operand, number)));
      case Expr.Case _, Expr.DistinctFrom _, Expr.IsNull _, Expr.Literal _ -> new BitSet();
    };
  }

  private static BitSet any(List<Expr> operands, ToIntFunction<Expr> number) {
    BitSet found = new BitSet();
    operands.forEach(operand -> found.or(leaves(operand, number)));
    return found;
  }

  private static BitSet common(java.util.stream.Stream<BitSet> sets) {
    return sets.reduce(
            (left, right) -> {
              BitSet both = (BitSet) left.clone();
              both.and(right);
              return both;
            })
        .orElseGet(BitSet::new);
  }
}
