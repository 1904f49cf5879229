package dev.headrace.engine.database;

import dev.headrace.sql.TableConstraint.Action;
import java.util.List;

/**
 * A foreign key.
 *
 * @param name unique among the constraints of its table
 * @param relation OID of the table that refers
 * @param columns of that table, from 0
 * @param referenced OID of the other table
 * @param key columns of the other table, from 0, in the order of {@code columns}
 * @param matchFull whether NULLs must be in all columns or none
 * @param deferrable whether SET CONSTRAINTS may put the check off to the commit
 * @param initiallyDeferred whether it is put off anyway
 * @param validated whether the rows that were there before it have been checked
 */
public record ForeignKey(
    String name,
    int relation,
    List<Integer> columns,
    int referenced,
    List<Integer> key,
    boolean matchFull,
    Action onDelete,
    Action onUpdate,
    boolean deferrable,
    boolean initiallyDeferred,
    boolean validated) {
  public ForeignKey {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
  }

  /** Whether it goes from or to a relation. */
  boolean concerns(Relation either) {
    return relation == either.oid() || referenced == either.oid();
  }

  /** The same under another name. */
  public ForeignKey named(String newName) {
    return new ForeignKey(
        newName,
        relation,
        columns,
        referenced,
        key,
        matchFull,
        onDelete,
        onUpdate,
        deferrable,
        initiallyDeferred,
        validated);
  }

  /** The same between other columns. */
  public ForeignKey moved(List<Integer> newColumns, List<Integer> newKey) {
    return new ForeignKey(
        name,
        relation,
        newColumns,
        referenced,
        newKey,
        matchFull,
        onDelete,
        onUpdate,
        deferrable,
        initiallyDeferred,
        validated);
  }

  /** The same, all rows checked or not. */
  public ForeignKey validated(boolean now) {
    return new ForeignKey(
        name,
        relation,
        columns,
        referenced,
        key,
        matchFull,
        onDelete,
        onUpdate,
        deferrable,
        initiallyDeferred,
        now);
  }
}
