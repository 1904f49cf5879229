package dev.headrace.ir;

import java.util.IdentityHashMap;
import java.util.function.Predicate;

/**
 * Whether relations have the same rows however often a statement computes them: no VOLATILE
 * function, or only in what is computed {@linkplain Rel.Once once}. Nodes are remembered by
 * identity.
 */
public final class Determinism {
  private final Predicate<Rel.Scan> scans;
  private final IdentityHashMap<Rel, Boolean> known = new IdentityHashMap<>();

  /** For trees whose scans are of stored rows. */
  public Determinism() {
    this(_ -> true);
  }

  /**
   * @param scans whether a scan always gives the same
   */
  public Determinism(Predicate<Rel.Scan> scans) {
    this.scans = scans;
  }

  /** Of a tree. */
  public boolean of(Rel rel) {
    Boolean result = known.get(rel);
    if (result == null) {
      result =
          switch (rel) {
            case Rel.Scan scan -> scans.test(scan);
            case Rel.Once _ -> true;
            default -> ofOwn(rel) && rel.inputs().stream().allMatch(this::of);
          };
      known.put(rel, result);
    }
    return result;
  }

  /** Of a node's own expressions. */
  public static boolean ofOwn(Rel rel) {
    boolean[] deterministic = {true};
    RelTransformer.mapExprs(
        rel,
        expr -> {
          deterministic[0] &= ExprProperties.isDeterministic(expr);
          return expr;
        });
    return deterministic[0];
  }
}
