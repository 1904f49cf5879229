package dev.headrace.sql;

import dev.headrace.ir.Rel;
import java.util.List;
import java.util.Optional;

/**
 * A resolved ON CONFLICT: which rows stand in the way, and what becomes of them.
 *
 * @param arbiters names of the unique keys that count; empty for all
 * @param update without it, rows that conflict are left out. With it, a relation over the rows of
 *     {@link #PAIRS}: the old row's columns followed by the new row's, then RETURNING's, for pairs
 *     that its WHERE lets through
 */
public record PlannedConflict(List<String> arbiters, Optional<Rel> update) {
  /**
   * The relation that {@code update} scans: the columns of a row that is there followed by those of
   * the row that was to be inserted. No name in a catalog is like it.
   */
  public static final String PAIRS = "\u0000conflicts";

  public PlannedConflict {
    arbiters = List.copyOf(arbiters);
  }
}
