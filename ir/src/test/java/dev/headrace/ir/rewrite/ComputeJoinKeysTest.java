package dev.headrace.ir.rewrite;

import static dev.headrace.ir.Exprs.add;
import static dev.headrace.ir.Exprs.constant;
import static dev.headrace.ir.Exprs.equal;
import static dev.headrace.ir.Exprs.integer;
import static dev.headrace.ir.rewrite.Queries.T;
import static dev.headrace.ir.rewrite.Queries.U;
import static dev.headrace.ir.rewrite.Queries.becomes;
import static dev.headrace.ir.rewrite.Queries.join;
import static dev.headrace.ir.rewrite.Queries.stays;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel.Join;
import dev.headrace.model.SqlType;
import org.junit.jupiter.api.Test;

final class ComputeJoinKeysTest {
  private final Rule rule = new ComputeJoinKeys();

  @Test
  void aComputedKeyBecomesAColumn() {
    Expr wide = new Expr.Cast(integer(1), SqlType.BIGINT);
    Expr key = equal(wide, new Expr.Cast(integer(4), SqlType.BIGINT));
    becomes(
        rule,
        join(Join.Kind.LEFT, T, U, key),
        """
            Project: a, b, c, x, y, z
              Left join: a = x AND key#3 = key#7
                Project: a, b, c, b::bigint AS key
                  Scan t: a, b, c
                Project: x, y, z, y::bigint AS key
                  Scan u: x, y, z
            """);
  }

  @Test
  void whatCanFailIsComputedForMatchesOnly() {
    stays(rule, join(Join.Kind.INNER, T, U, equal(add(integer(1), constant(1)), integer(4))));
  }
}
