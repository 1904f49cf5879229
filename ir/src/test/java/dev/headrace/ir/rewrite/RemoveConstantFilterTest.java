package dev.headrace.ir.rewrite;

import static dev.headrace.ir.Exprs.constant;
import static dev.headrace.ir.Exprs.equal;
import static dev.headrace.ir.Exprs.integer;
import static dev.headrace.ir.Exprs.nothing;
import static dev.headrace.ir.rewrite.Queries.T;
import static dev.headrace.ir.rewrite.Queries.becomes;
import static dev.headrace.ir.rewrite.Queries.filter;
import static dev.headrace.ir.rewrite.Queries.stays;

import dev.headrace.ir.Expr;
import dev.headrace.model.SqlType;
import org.junit.jupiter.api.Test;

final class RemoveConstantFilterTest {
  private final Rule rule = new RemoveConstantFilter();

  @Test
  void trueIsNoFilter() {
    becomes(rule, filter(Expr.Literal.TRUE, T), "Scan t: a, b, c\n");
  }

  @Test
  void falseLeavesNothing() {
    becomes(rule, filter(Expr.Literal.FALSE, T), "Values: none\n");
    becomes(rule, filter(nothing(SqlType.BOOLEAN), T), "Values: none\n");
  }

  @Test
  void otherConditionsStay() {
    stays(rule, filter(equal(integer(0), constant(1)), T));
  }
}
