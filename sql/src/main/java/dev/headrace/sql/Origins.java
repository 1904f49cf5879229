package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import org.jspecify.annotations.Nullable;

/** Finds out which columns of relations a query shows as they are. */
final class Origins {
  private Origins() {}

  /** The origin of a column of a tree; null if it is computed. */
  static PlannedQuery.@Nullable Origin of(Rel rel, int column) {
    return switch (rel) {
      case Rel.Scan scan -> new PlannedQuery.Origin(scan.relation(), column);
      case Rel.Filter filter -> of(filter.input(), column);
      case Rel.Sort sort -> of(sort.input(), column);
      case Rel.Project project ->
          project.expressions().get(column) instanceof Expr.Column origin
              ? of(project.input(), origin.index())
              : null;
      case Rel.Join join -> {
        int left = join.left().fields().size();
        yield column < left ? of(join.left(), column) : of(join.right(), column - left);
      }
      case Rel.Aggregate aggregate ->
          column < aggregate.keys().size()
              ? of(aggregate.input(), aggregate.keys().get(column))
              : null;
      case Rel.Window window -> ofInput(window.input(), column);
      case Rel.Expand expand -> ofInput(expand.input(), column);
      case Rel.Once once -> of(once.input(), column);
      case Rel.Values _, Rel.Union _, Rel.Recursive _, Rel.Working _, Rel.SetOperation _ -> null;
    };
  }

  private static PlannedQuery.@Nullable Origin ofInput(Rel input, int column) {
    return column < input.fields().size() ? of(input, column) : null;
  }
}
