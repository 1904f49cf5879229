package dev.headrace.sql;

import java.util.List;
import java.util.Optional;

/** A constraint of a table that stands beside the columns. */
public sealed interface TableConstraint {
  /** The name after CONSTRAINT. */
  Optional<String> name();

  /** PRIMARY KEY (columns). */
  record PrimaryKey(Optional<String> name, List<String> columns) implements TableConstraint {}

  /**
   * UNIQUE (columns).
   *
   * @param nullsDistinct whether rows with NULLs never collide: unless NULLS NOT DISTINCT
   */
  record Unique(
      Optional<String> name, List<String> columns, boolean nullsDistinct, Deferral deferral)
      implements TableConstraint {}

  /** CHECK (condition). */
  record Check(Optional<String> name, ParsedExpression condition) implements TableConstraint {}

  /**
   * FOREIGN KEY (columns) REFERENCES table (referenced).
   *
   * @param referenced columns of the other table; empty for its primary key
   * @param matchFull whether NULLs must be in all columns or none
   * @param deferrable whether SET CONSTRAINTS may put the check off to the commit
   * @param initiallyDeferred whether it is put off anyway
   */
  record ForeignKey(
      Optional<String> name,
      List<String> columns,
      String table,
      List<String> referenced,
      boolean matchFull,
      Action onDelete,
      Action onUpdate,
      boolean deferrable,
      boolean initiallyDeferred)
      implements TableConstraint {}

  /** What happens to rows whose referenced row goes away or changes its key. */
  enum Action {
    NO_ACTION,
    RESTRICT,
    CASCADE,
    SET_NULL,
    SET_DEFAULT
  }
}
