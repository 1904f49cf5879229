package dev.headrace.ir.rewrite;

import static dev.headrace.ir.rewrite.Queries.T;
import static dev.headrace.ir.rewrite.Queries.becomes;
import static dev.headrace.ir.rewrite.Queries.limited;
import static dev.headrace.ir.rewrite.Queries.stays;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.model.SqlType;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LimitZeroTest {
  private final Rule rule = new LimitZero();

  @Test
  void noRowsAreNoRows() {
    becomes(rule, limited(T, 0), "Values: none\n");
    stays(rule, limited(T, 1));
  }

  @Test
  void anOffsetThatIsAnErrorStaysOne() {
    Expr zero = new Expr.Literal(0L, SqlType.BIGINT);
    Expr negative = new Expr.Literal(-1L, SqlType.BIGINT);
    stays(rule, new Rel.Sort(T, List.of(), zero, negative));
    stays(rule, new Rel.Sort(T, List.of(), zero, new Expr.Parameter(0, SqlType.BIGINT)));
  }
}
