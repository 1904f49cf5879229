package dev.headrace.ir;

import static dev.headrace.ir.Exprs.add;
import static dev.headrace.ir.Exprs.and;
import static dev.headrace.ir.Exprs.constant;
import static dev.headrace.ir.Exprs.equal;
import static dev.headrace.ir.Exprs.greater;
import static dev.headrace.ir.Exprs.integer;
import static dev.headrace.ir.Exprs.isNull;
import static dev.headrace.ir.Exprs.not;
import static dev.headrace.ir.Exprs.or;
import static dev.headrace.ir.Exprs.when;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.ir.Rel.AggregateCall;
import dev.headrace.ir.Rel.Join;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ExplainTest {
  private static final List<Field> FIELDS =
      List.of(
          Field.of("id", SqlType.INTEGER),
          Field.of("late", SqlType.BOOLEAN),
          Field.of("delay", SqlType.INTEGER));

  private static final Rel FLIGHTS = new Rel.Scan("flights", "flights", FIELDS);

  private static String explain(Expr expr) {
    return Explain.explain(expr, FIELDS);
  }

  @Test
  void expressionsReadLikeSql() {
    assertThat(
            explain(
                and(
                    equal(integer(0), constant(1)),
                    or(isNull(integer(2)), not(isNull(integer(0)))))))
        .isEqualTo("id = 1 AND (delay IS NULL OR id IS NOT NULL)");
    assertThat(
            explain(equal(add(integer(0), constant(-1)), new Expr.Parameter(0, SqlType.INTEGER))))
        .isEqualTo("(id + -1) = $1");
    assertThat(explain(new Expr.Cast(add(integer(0), integer(2)), SqlType.numeric(10, 2))))
        .isEqualTo("(id + delay)::numeric(10,2)");
    assertThat(explain(when(isNull(integer(0)), constant("it's"), Exprs.nothing(SqlType.TEXT))))
        .isEqualTo("CASE WHEN id IS NULL THEN 'it''s' ELSE NULL END");
    assertThat(explain(new Expr.In(integer(0), List.of(constant(1), constant(2)))))
        .isEqualTo("id IN (1, 2)");
    assertThat(explain(new Expr.DistinctFrom(integer(0), integer(2))))
        .isEqualTo("id IS DISTINCT FROM delay");
  }

  @Test
  void longTextIsCut() {
    assertThat(explain(constant("x".repeat(1000)))).isEqualTo("'" + "x".repeat(60) + "...'");
  }

  @Test
  void queriesHaveALinePerNode() {
    AggregateCall count =
        new AggregateCall(AggregateCall.Function.COUNT, -1, false, -1, SqlType.BIGINT);
    AggregateCall sum = new AggregateCall(AggregateCall.Function.SUM, 2, true, 1, SqlType.BIGINT);
    Rel aggregate =
        new Rel.Aggregate(
            new Rel.Filter(FLIGHTS, greater(integer(2), constant(100))),
            List.of(0),
            List.of(count, sum),
            List.of(
                FIELDS.get(0),
                Field.notNull("flights", SqlType.BIGINT),
                Field.of("total", SqlType.BIGINT)));
    Rel sorted =
        new Rel.Sort(
            aggregate,
            List.of(new Rel.SortKey(1, true, true), new Rel.SortKey(0, false, true)),
            new Expr.Literal(20L, SqlType.BIGINT),
            null);

    assertThat(Explain.explain(sorted))
        .isEqualTo(
            """
            Sort: flights DESC, id NULLS FIRST LIMIT 20
              Aggregate by id: count(*), sum(DISTINCT delay) FILTER (WHERE late)
                Filter: delay > 100
                  Scan flights: id, late, delay
            """);
  }

  @Test
  void namesThatOccurTwiceGetTheirPosition() {
    Rel join =
        new Join(
            Join.Kind.LEFT,
            FLIGHTS,
            FLIGHTS,
            List.of(new Join.Key(0, 0, false)),
            greater(integer(2), integer(5)));
    assertThat(Explain.line(join)).isEqualTo("Left join: id#0 = id#3 AND delay#2 > delay#5");
  }

  @Test
  void sharedNodesArePrintedOnce() {
    Rel filter = new Rel.Filter(FLIGHTS, isNull(integer(0)));
    assertThat(Explain.explain(new Rel.Union(List.of(filter, filter), FIELDS)))
        .isEqualTo(
            """
            Union all
              #1 Filter: id IS NULL
                Scan flights: id, late, delay
              Shared #1
            """);
  }
}
