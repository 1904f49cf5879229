package dev.headrace.ir.rewrite;

import static dev.headrace.ir.Exprs.and;
import static dev.headrace.ir.Exprs.constant;
import static dev.headrace.ir.Exprs.fragile;
import static dev.headrace.ir.Exprs.integer;
import static dev.headrace.ir.Exprs.less;
import static dev.headrace.ir.rewrite.Queries.T;
import static dev.headrace.ir.rewrite.Queries.U;
import static dev.headrace.ir.rewrite.Queries.becomes;
import static dev.headrace.ir.rewrite.Queries.join;
import static dev.headrace.ir.rewrite.Queries.stays;

import dev.headrace.ir.Rel.Join;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PushJoinConditionIntoInputsTest {
  private final Rule rule = new PushJoinConditionIntoInputs();

  @Test
  void aSemiJoinFiltersBothSides() {
    becomes(
        rule,
        join(
            Join.Kind.SEMI,
            T,
            U,
            and(
                less(integer(1), constant(2)),
                less(integer(4), constant(3)),
                less(integer(2), integer(5)))),
        """
            Semi join: a = x AND c < z
              Filter: b < 2
                Scan t: a, b, c
              Filter: y < 3
                Scan u: x, y, z
            """);
  }

  @Test
  void leftAndAntiJoinsFilterTheirRightSideOnly() {
    for (Join.Kind kind : List.of(Join.Kind.LEFT, Join.Kind.ANTI)) {
      String name = kind == Join.Kind.LEFT ? "Left" : "Anti";
      becomes(
          rule,
          join(
              kind,
              T,
              U,
              and(
                  less(integer(1), constant(2)),
                  less(integer(4), constant(3)),
                  less(integer(2), integer(5)))),
          name
              + """
             join: a = x AND b < 2 AND c < z
              Scan t: a, b, c
              Filter: y < 3
                Scan u: x, y, z
            """);
    }
  }

  @Test
  void aFullJoinFiltersNothing() {
    stays(
        rule,
        join(
            Join.Kind.FULL,
            T,
            U,
            and(
                less(integer(1), constant(2)),
                less(integer(4), constant(3)),
                less(integer(2), integer(5)))));
  }

  @Test
  void whatCanFailStaysBehindTheKeys() {
    stays(rule, join(Join.Kind.INNER, T, U, fragile(1)));
  }
}
