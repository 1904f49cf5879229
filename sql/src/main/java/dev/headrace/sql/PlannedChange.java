package dev.headrace.sql;

import dev.headrace.ir.Rel;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A resolved change of a table's rows: its relation yields row images, side by side, each with all
 * of the table's columns, and behind them what RETURNING asks for.
 */
public sealed interface PlannedChange
    permits PlannedInsert, PlannedUpdate, PlannedDelete, PlannedMerge {
  /** The target. */
  Relation relation();

  /** The row images. */
  Rel rel();

  /** The columns of RETURNING, which follow the images in every row; empty without. */
  List<Field> returning();

  /** Types of $1, $2, ... */
  List<SqlType> parameterTypes();

  /** Names in the catalog that it reads. */
  Set<String> relations();

  /** The cursor's row that it is about, which it reads as a relation. */
  default Optional<CurrentRow> current() {
    return Optional.empty();
  }
}
