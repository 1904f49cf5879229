package dev.headrace.engine.access;

import dev.headrace.engine.database.KeyOrder;
import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A way to give a scan fewer rows than all. */
sealed interface AccessPath {
  /** The rows that a condition on a key leaves. */
  record Lookup(KeyOrder order, KeyCondition condition) implements AccessPath {
    /** Whether each of the key's values has at most one row. */
    boolean isUnique() {
      return order.unique() && condition.points() == order.columns().size();
    }
  }

  /**
   * The first rows that a filter accepts, in the key's order or against it, and all that are equal
   * to the last of them in its first columns: what a sort with a limit can choose from.
   *
   * @param condition on the key; with a single value for each column it is about
   * @param compared how many columns of the key decide which rows come first
   * @param present whether the column behind those of the condition is not NULL
   * @param predicate the whole filter; null for none
   * @param limit how many rows, together with {@code offset}; null for one
   */
  record First(
      KeyOrder order,
      KeyCondition condition,
      boolean descending,
      int compared,
      boolean present,
      @Nullable Expr predicate,
      @Nullable Expr limit,
      @Nullable Expr offset)
      implements AccessPath {}

  /** One row that stands for all, as often as there are rows: what COUNT(*) needs. */
  record CountAll() implements AccessPath {}

  /**
   * As {@link CountAll} with a filter.
   *
   * @param condition which says all that the filter says
   */
  record Count(KeyOrder order, KeyCondition condition) implements AccessPath {}

  /**
   * The rows whose key begins with values that occur on the other side of a join.
   *
   * @param join the join's number in its plan
   * @param outer the rows of the other side, its key columns only and each once
   * @param innerRight whether the scan is on the join's right side
   * @param columns columns of {@code outer} for the first columns of the key
   */
  record Joined(KeyOrder order, int join, Rel outer, boolean innerRight, List<Integer> columns)
      implements AccessPath {
    public Joined {
      columns = List.copyOf(columns);
    }
  }
}
