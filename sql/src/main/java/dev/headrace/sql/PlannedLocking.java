package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.model.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query that locks its rows, within a statement: it is run before the statement, which reads its
 * rows as those of a relation.
 *
 * @param relation the name of that relation, which no text can spell
 * @param all the rows in their order: the query's columns, what else it is ordered by, and images
 *     of the rows to lock
 * @param first the same without those that LIMIT and OFFSET leave out, if none has to be skipped
 * @param fields the query's columns
 * @param limit how many rows there are to be at most; null without a limit
 * @param offset how many are left out, after they were locked; null for none
 */
public record PlannedLocking(
    String relation,
    Rel all,
    Rel first,
    List<Field> fields,
    @Nullable Expr limit,
    @Nullable Expr offset,
    List<Target> targets) {
  /**
   * Rows to lock.
   *
   * @param column where the images of the relation's rows begin
   */
  public record Target(
      Relation relation, int column, RowLocking.Strength strength, RowLocking.Wait onLocked) {}

  public PlannedLocking {
    fields = List.copyOf(fields);
    targets = List.copyOf(targets);
  }
}
