package dev.headrace.ir;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Predicate;

/**
 * Whether the deltas of a relation only ever insert, so that operators above it need not be able to
 * take rows back (MIN and MAX then keep one value instead of all).
 *
 * <p>True for scans that are declared so and whatever only adds rows when its inputs do: filters,
 * projections, inner and semi joins, unions, DISTINCT, INTERSECT. An aggregate replaces its rows.
 * Nodes are remembered by identity.
 */
public final class AppendOnly {
  private final Predicate<String> scanIsAppendOnly;
  private final IdentityHashMap<Rel, Boolean> known = new IdentityHashMap<>();

  /**
   * @param scanIsAppendOnly whether the relation of that name never loses or changes a row
   */
  public AppendOnly(Predicate<String> scanIsAppendOnly) {
    this.scanIsAppendOnly = scanIsAppendOnly;
  }

  /** Whether no delta of the relation has a negative weight. */
  public boolean of(Rel rel) {
    Boolean result = known.get(rel);
    if (result == null) {
      result = addsOnly(rel) && rel.inputs().stream().allMatch(this::of);
      known.put(rel, result);
    }
    return result;
  }

  /** Whether the node only adds rows if its inputs do. */
  private boolean addsOnly(Rel rel) {
    return switch (rel) {
      case Rel.Scan scan -> scanIsAppendOnly.test(scan.relation());
      case Rel.Values _, Rel.Expand _, Rel.Once _, Rel.Union _ -> true;
      case Rel.Filter filter -> ExprProperties.isImmutable(filter.predicate());
      case Rel.Project project -> areImmutable(project.expressions());
      case Rel.Join join ->
          (join.kind() == Rel.Join.Kind.INNER || join.kind() == Rel.Join.Kind.SEMI)
              && (join.residual() == null || ExprProperties.isImmutable(join.residual()));
      case Rel.Aggregate aggregate -> aggregate.calls().isEmpty() && !aggregate.keys().isEmpty();
      case Rel.Window _, Rel.Recursive _, Rel.Working _ -> false;
      case Rel.SetOperation operation ->
          operation.operator() == Rel.SetOperation.Operator.INTERSECT;
      case Rel.Sort sort -> sort.limit() == null && sort.offset() == null;
    };
  }

  private static boolean areImmutable(List<Expr> expressions) {
    return expressions.stream().allMatch(ExprProperties::isImmutable);
  }
}
