package dev.headrace.ir.rewrite;

import static dev.headrace.ir.Exprs.and;
import static dev.headrace.ir.Exprs.constant;
import static dev.headrace.ir.Exprs.equal;
import static dev.headrace.ir.Exprs.fragile;
import static dev.headrace.ir.Exprs.greater;
import static dev.headrace.ir.Exprs.integer;
import static dev.headrace.ir.rewrite.Queries.T;
import static dev.headrace.ir.rewrite.Queries.becomes;
import static dev.headrace.ir.rewrite.Queries.counts;
import static dev.headrace.ir.rewrite.Queries.filter;
import static dev.headrace.ir.rewrite.Queries.stays;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PushFilterThroughAggregateTest {
  private final Rule rule = new PushFilterThroughAggregate();

  @Test
  void conditionsOnKeysMove() {
    Expr count = new Expr.Column(1, SqlType.BIGINT, false);
    Expr many = greater(count, new Expr.Literal(5L, SqlType.BIGINT));
    becomes(
        rule,
        filter(and(many, equal(integer(0), constant(1))), counts(T, 2)),
        """
            Filter: count > 5
              Aggregate by c: count(*)
                Filter: c = 1
                  Scan t: a, b, c
            """);
  }

  @Test
  void anAggregateWithoutKeysKeepsItsFilter() {
    Expr parameter = new Expr.Parameter(0, SqlType.BOOLEAN);
    stays(rule, filter(parameter, counts(T)));
  }

  @Test
  void whatCanFailStays() {
    stays(rule, filter(fragile(0), counts(T, 0)));
  }

  @Test
  void aPredicateThatTellsEqualValuesApartStays() {
    Rel prices = new Rel.Scan("prices", "prices", List.of(Field.of("price", SqlType.NUMERIC)));
    Expr.Column price = new Expr.Column(0, SqlType.NUMERIC, true);
    Expr.Literal text = constant("1.00");
    stays(rule, filter(equal(new Expr.Cast(price, SqlType.TEXT), text), counts(prices, 0)));
    Expr one = new Expr.Literal(BigDecimal.ONE, SqlType.NUMERIC);
    becomes(
        rule,
        filter(equal(price, one), counts(prices, 0)),
        """
            Aggregate by price: count(*)
              Filter: price = 1
                Scan prices: price
            """);
  }
}
