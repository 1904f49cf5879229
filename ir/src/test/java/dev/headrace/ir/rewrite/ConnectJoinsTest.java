package dev.headrace.ir.rewrite;

import static dev.headrace.ir.Exprs.fragile;
import static dev.headrace.ir.Exprs.integer;
import static dev.headrace.ir.Exprs.less;
import static dev.headrace.ir.rewrite.Queries.T;
import static dev.headrace.ir.rewrite.Queries.U;
import static dev.headrace.ir.rewrite.Queries.becomes;
import static dev.headrace.ir.rewrite.Queries.join;
import static dev.headrace.ir.rewrite.Queries.scan;
import static dev.headrace.ir.rewrite.Queries.stays;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.Join;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ConnectJoinsTest {
  private static final Rel V = scan("v", "p", "q");

  private final Rule rule = new ConnectJoins();

  private static Rel product(Rel left, Rel right, @Nullable Expr condition) {
    return new Join(Join.Kind.INNER, left, right, List.of(), condition);
  }

  private static Rel keyed(Rel left, Rel right, Join.Key... keys) {
    return new Join(Join.Kind.INNER, left, right, List.of(keys), null);
  }

  private static Join.Key key(int left, int right) {
    return new Join.Key(left, right, false);
  }

  @Test
  void aTableThatBothOthersAreConnectedWithComesBetweenThem() {
    becomes(
        rule,
        keyed(product(T, U, null), V, key(0, 0), key(3, 1)),
        """
        Project: a, b, c, x, y, z, p, q
          Inner join: x = q
            Inner join: a = p
              Scan t: a, b, c
              Scan v: p, q
            Scan u: x, y, z
        """);
  }

  @Test
  void otherConditionsAreEvaluatedAsSoonAsTheyCanBe() {
    becomes(
        rule,
        keyed(product(T, U, less(integer(1), integer(4))), V, key(0, 0), key(3, 1)),
        """
        Project: a, b, c, x, y, z, p, q
          Inner join: b < y AND x = q
            Inner join: a = p
              Scan t: a, b, c
              Scan v: p, q
            Scan u: x, y, z
        """);
  }

  @Test
  void whatIsNotConnectedIsMultipliedInTheEnd() {
    Rel w = scan("w", "w");
    becomes(
        rule,
        keyed(product(product(T, w, null), U, null), V, key(0, 0), key(4, 1)),
        """
        Project: a, b, c, w, x, y, z, p, q
          Inner join
            Inner join: x = q
              Inner join: a = p
                Scan t: a, b, c
                Scan v: p, q
              Scan u: x, y, z
            Scan w: w
        """);
  }

  @Test
  void aProductThatCannotBeAvoidedStays() {
    stays(rule, keyed(product(T, U, null), V, key(0, 0)));
    stays(rule, product(T, U, less(integer(0), integer(3))));
  }

  @Test
  void joinsWithoutProductsStayInTheirOrder() {
    stays(rule, keyed(join(Join.Kind.INNER, T, U, null), V, key(4, 1)));
  }

  @Test
  void outerJoinsStayWhereTheyAre() {
    stays(rule, keyed(new Join(Join.Kind.LEFT, T, U, List.of(), null), V, key(0, 0), key(3, 1)));
  }

  @Test
  void whatCanFailIsNotEvaluatedForOtherPairs() {
    stays(rule, keyed(product(T, U, fragile(1)), V, key(0, 0), key(3, 1)));
  }
}
