package dev.headrace.engine.access;

import dev.headrace.engine.database.KeyColumn;
import dev.headrace.engine.database.KeyOrder;
import dev.headrace.engine.database.Relation;
import dev.headrace.ir.Explain;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.model.Field;
import java.util.List;
import java.util.stream.Collectors;

/** Access paths in the words of EXPLAIN. */
final class Descriptions {
  private Descriptions() {}

  static String lookup(Relation relation, KeyOrder order, KeyCondition condition) {
    return "Index Scan" + using(relation, order) + conditions(relation, condition);
  }

  static String count(Relation relation, AccessPath.Count path) {
    return "Index Only Scan"
        + using(relation, path.order())
        + conditions(relation, path.condition());
  }

  static String first(Relation relation, AccessPath.First path) {
    return "Index Scan"
        + (path.descending() ? " Backward" : "")
        + using(relation, path.order())
        + conditions(relation, path.condition())
        + ": the first rows";
  }

  static String joined(Relation relation, AccessPath.Joined path) {
    List<Field> outer = path.outer().fields();
    String condition =
        path.columns().stream()
            .map(
                c -> {
                  KeyColumn column = path.order().columns().get(path.columns().indexOf(c));
                  return column.text() + " = " + outer.get(c).name();
                })
            .collect(Collectors.joining(" AND "));
    return "Index Scan" + using(relation, path.order()) + " (" + condition + ")";
  }

  private static String using(Relation relation, KeyOrder order) {
    return " using " + order.name() + " on " + relation.name();
  }

  private static String conditions(Relation relation, KeyCondition condition) {
    List<Expr> used = condition.used().stream().distinct().toList();
    return used.isEmpty()
        ? ""
        : " (" + Explain.explain(ExprTransformer.and(used), relation.fields()) + ")";
  }
}
