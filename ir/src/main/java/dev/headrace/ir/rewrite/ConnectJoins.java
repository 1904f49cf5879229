package dev.headrace.ir.rewrite;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.Join;
import dev.headrace.ir.RelTransformer;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code (x JOIN y ON TRUE) JOIN z ON KEY (x.a, z.a) AND KEY (y.b, z.b) -> Project ((x JOIN z ON
 * KEY (a, a)) JOIN y ON KEY (b, b))}: inner joins that try every pair of some rows, as {@code FROM
 * x, y, z} is written, are put into an order in which they do not.
 *
 * <p>Only where that saves such a product, so that the order of the statement stays otherwise. Not
 * where a condition can fail: it would be evaluated for other pairs.
 */
final class ConnectJoins implements Rule {
  @Override
  public Rel apply(Rel rel) {
    if (!(rel instanceof Join join) || join.kind() != Join.Kind.INNER) {
      return rel;
    }
    InnerJoins joins = new InnerJoins();
    int[] columns = joins.flatten(rel);
    if (joins.products() == 0
        || joins.inputs().size() < 3
        || !joins.conditions().stream().allMatch(Conditions::isMovable)) {
      return rel;
    }
    JoinOrder order = new JoinOrder(joins);
    Rel ordered = order.joined();
    return order.products() < joins.products()
        ? new Rel.Project(ordered, columns(ordered, order, columns), rel.fields())
        : rel;
  }

  private static List<Expr> columns(Rel ordered, JoinOrder order, int[] columns) {
    List<Expr> expressions = new ArrayList<>();
    for (int column : columns) {
      expressions.add(RelTransformer.column(ordered, order.position(column)));
    }
    return expressions;
  }
}
