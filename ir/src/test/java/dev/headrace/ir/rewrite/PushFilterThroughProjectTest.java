package dev.headrace.ir.rewrite;

import static dev.headrace.ir.Exprs.add;
import static dev.headrace.ir.Exprs.constant;
import static dev.headrace.ir.Exprs.equal;
import static dev.headrace.ir.Exprs.integer;
import static dev.headrace.ir.rewrite.Queries.T;
import static dev.headrace.ir.rewrite.Queries.becomes;
import static dev.headrace.ir.rewrite.Queries.filter;
import static dev.headrace.ir.rewrite.Queries.project;
import static dev.headrace.ir.rewrite.Queries.stays;

import dev.headrace.ir.Expr;
import dev.headrace.ir.TestFunctions;
import dev.headrace.model.SqlType;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PushFilterThroughProjectTest {
  private final Rule rule = new PushFilterThroughProject();

  @Test
  void theConditionReadsTheProjectionsInput() {
    becomes(
        rule,
        filter(equal(integer(0), constant(1)), project(T, add(integer(1), integer(2)))),
        """
            Project: b + c AS p0
              Filter: (b + c) = 1
                Scan t: a, b, c
            """);
  }

  @Test
  void volatileColumnsAreNotComputedTwice() {
    Expr tossed = new Expr.Call(TestFunctions.TOSSED, List.of(), SqlType.BOOLEAN);
    Expr column = new Expr.Column(0, SqlType.BOOLEAN, false);
    stays(rule, filter(column, project(T, tossed)));
  }
}
