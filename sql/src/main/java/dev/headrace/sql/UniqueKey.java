package dev.headrace.sql;

import dev.headrace.ir.Expr;
import java.util.List;
import java.util.Optional;

/**
 * A unique constraint or unique index of a relation.
 *
 * @param name in the catalog
 * @param constraint whether it is a constraint, which ON CONFLICT ON CONSTRAINT can name
 * @param keys over the relation's columns
 * @param nullsDistinct whether rows with a NULL among the keys differ from all others
 * @param deferrable whether its check can be put off, so that ON CONFLICT cannot tell
 * @param where over the relation's columns: the condition of a partial index
 */
public record UniqueKey(
    String name,
    boolean constraint,
    List<Expr> keys,
    boolean nullsDistinct,
    boolean deferrable,
    Optional<Expr> where) {
  public UniqueKey {
    keys = List.copyOf(keys);
  }
}
