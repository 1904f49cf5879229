package dev.headrace.ir.rewrite;

import static dev.headrace.ir.Exprs.add;
import static dev.headrace.ir.Exprs.coalesce;
import static dev.headrace.ir.Exprs.constant;
import static dev.headrace.ir.Exprs.divide;
import static dev.headrace.ir.Exprs.equal;
import static dev.headrace.ir.Exprs.integer;
import static dev.headrace.ir.Exprs.nothing;
import static dev.headrace.ir.Exprs.when;
import static dev.headrace.ir.rewrite.Queries.T;
import static dev.headrace.ir.rewrite.Queries.becomes;
import static dev.headrace.ir.rewrite.Queries.filter;
import static dev.headrace.ir.rewrite.Queries.project;

import dev.headrace.ir.Expr;
import dev.headrace.model.SqlType;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SimplifyExpressionsTest {
  private final Rule rule = new SimplifyExpressions();

  @Test
  void constantsAreFolded() {
    becomes(
        rule,
        project(T, add(constant(1), constant(2))),
        """
            Project: 3 AS p0
              Scan t: a, b, c
            """);
  }

  @Test
  void equalityWithItselfIsNotNullInAFilter() {
    becomes(
        rule,
        filter(equal(integer(0), integer(0)), T),
        """
            Filter: a IS NOT NULL
              Scan t: a, b, c
            """);
  }

  @Test
  void anInListOfOneIsAnEquality() {
    becomes(
        rule,
        filter(new Expr.In(integer(0), List.of(constant(4))), T),
        """
            Filter: a = 4
              Scan t: a, b, c
            """);
  }

  @Test
  void caseAndCoalesceLoseWhatIsNeverReached() {
    Expr error = divide(constant(1), constant(0));
    becomes(
        rule,
        project(
            T,
            when(Expr.Literal.TRUE, integer(0), error),
            coalesce(nothing(SqlType.INTEGER), integer(1), constant(3), error)),
        """
            Project: a AS p0, coalesce(b, 3) AS p1
              Scan t: a, b, c
            """);
  }

  @Test
  void aConditionOfNullIsFalse() {
    becomes(
        rule,
        filter(equal(integer(0), nothing(SqlType.INTEGER)), T),
        """
            Filter: FALSE
              Scan t: a, b, c
            """);
  }
}
